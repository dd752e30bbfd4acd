/// No answer, or not all of it.
public struct HTTPFailure: Error, Equatable, Sendable {
  /// In the words of the library: `Connection refused`.
  public let reason: String

  /// Whether the same request may do better later: a connection that broke, not a certificate that
  /// is not the server's.
  public let isPassing: Bool

  public init(reason: String, isPassing: Bool) {
    self.reason = reason
    self.isPassing = isPassing
  }
}
