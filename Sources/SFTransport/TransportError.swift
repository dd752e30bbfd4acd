import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file or descriptor that cannot be opened, read or written.
public struct TransportError: ReportableError, Equatable {
  public let exitStatus: ExitStatus
  public let message: String
  public let help: String?

  public init(_ exitStatus: ExitStatus, _ message: String, help: String? = nil) {
    self.exitStatus = exitStatus
    self.message = message
    self.help = help
  }

  /// The system's own words for an error number.
  public static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}
