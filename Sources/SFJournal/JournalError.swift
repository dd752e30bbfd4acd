import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A journal that cannot be read, written or believed.
public struct JournalError: ReportableError, Equatable {
  public let exitStatus: ExitStatus
  public let message: String
  public let help: String?
  /// `FILE:LINE:COLUMN` of what is wrong with the bytes of a segment; `nil` for anything else.
  public let location: String?

  init(
    _ exitStatus: ExitStatus, _ message: String, help: String? = nil, location: String? = nil
  ) {
    self.exitStatus = exitStatus
    self.message = message
    self.help = help
    self.location = location
  }

  /// What the system refused, by `errno`: a full disk and a place that is not to be written are no
  /// input that is absent.
  init(_ verb: String, _ path: String) {
    let number = errno
    let isAbsent = number == ENOENT || number == ENOTDIR
    let isClosed = number == EACCES || number == EPERM || number == EROFS
    self.init(
      isAbsent ? .noInput : isClosed ? .cannotCreate : .inputOutput,
      "cannot \(verb) '\(path)': \(String(cString: strerror(number)))")
  }
}
