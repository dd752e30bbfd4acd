import SFCore

/// What keeps two sides of a fetch from understanding each other.
public struct FetchError: ReportableError, Equatable {
  public let exitStatus: ExitStatus
  public let message: String
  public let help: String?

  public init(_ exitStatus: ExitStatus, _ message: String, help: String? = nil) {
    self.exitStatus = exitStatus
    self.message = message
    self.help = help
  }

  /// The producer has dropped what a consumer needs.
  public static func gone(behind mark: Timestamp?, floor: Timestamp?) -> FetchError {
    wrongJournal(
      "it has dropped what stood behind \(mark.map { "mark \($0)" } ?? "the start"); its first mark "
        + "is \(floor.map(\.description) ?? "none")")
  }

  /// The producer does not have the mark that a consumer has come to.
  public static func reset(_ reason: String) -> FetchError { wrongJournal(reason) }

  /// Another journal stands where the one stood that a consumer has read.
  public static func other(_ found: String, than expected: String) -> FetchError {
    wrongJournal("it is journal \(found), expected \(expected)")
  }

  private static func wrongJournal(_ reason: String) -> FetchError {
    FetchError(.protocolMismatch, "cannot go on with the producer's journal: \(reason)")
  }
}
