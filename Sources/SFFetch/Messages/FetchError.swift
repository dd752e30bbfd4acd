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
}
