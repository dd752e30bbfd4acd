import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that did not start.
public struct StartFailure: ReportableError, Equatable {
  public let program: String
  /// What the system calls it.
  public let number: Int32

  public init(program: String, number: Int32) {
    self.program = program
    self.number = number
  }

  /// Whether there is no such program.
  public var isMissing: Bool { number == ENOENT || number == ENOTDIR }

  public var exitStatus: ExitStatus { isMissing ? .noInput : .unavailable }
  public var message: String { "cannot start '\(program)': \(TransportError.reason(number))" }
  public var help: String? { nil }
}
