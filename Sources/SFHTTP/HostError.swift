import SFCore

/// A host, or the way to it, did not give what was asked for.
public struct HostError: ReportableError, Equatable {
  public let exitStatus: ExitStatus
  public let message: String
  public let help: String?

  public init(_ exitStatus: ExitStatus, _ message: String, help: String? = nil) {
    self.exitStatus = exitStatus
    self.message = message
    self.help = help
  }
}
