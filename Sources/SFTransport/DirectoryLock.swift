import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The right to write what is in a directory: held by one process until it ends, however it ends.
///
/// Its id stands in the file `lock`, so that whoever comes second can say who was first. The lock is
/// one of the system on that file: it can be asked for without being taken, and no program that is
/// started inherits it.
public final class DirectoryLock {
  private let descriptor: Int32

  private static let name = "lock"

  /// Takes the lock; who has it already is named by the error (75). A link in place of the file is
  /// refused: it would lock something else.
  public init(_ directory: String) throws(TransportError) {
    let path = "\(directory)/\(Self.name)"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      throw TransportError(
        .cannotCreate, "cannot create '\(path)': \(TransportError.reason(errno))")
    }
    var request = Self.whole
    guard fcntl(descriptor, Self.take, &request) == 0 else {
      let number = errno
      defer { close(descriptor) }
      guard number == EAGAIN || number == EACCES else {
        throw TransportError(
          .inputOutput, "cannot lock '\(path)': \(TransportError.reason(number))")
      }
      let holder = Self.id(in: descriptor).map { "process \($0)" } ?? "another process"
      throw TransportError(
        .tryAgain, "'\(directory)' is in use by \(holder), expected one at a time",
        help: "try again when it has ended")
    }
    guard write() else {
      throw TransportError(.inputOutput, "cannot write '\(path)': \(TransportError.reason(errno))")
    }
  }

  deinit { close(descriptor) }

  private func write() -> Bool {
    var text = "\(getpid())\n"
    return text.withUTF8 {
      ftruncate(descriptor, 0) == 0 && pwrite(descriptor, $0.baseAddress, $0.count, 0) == $0.count
    }
  }

  /// The process that has the lock of a directory; `nil` when nobody has.
  public static func holder(of directory: String) -> Int32? {
    let descriptor = open("\(directory)/\(name)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var request = whole
    // A lock for reading is asked about: that for writing stands in its way.
    request.l_type = Int16(F_RDLCK)
    guard fcntl(descriptor, ask, &request) == 0, request.l_type != Int16(F_UNLCK) else {
      return nil
    }
    return id(in: descriptor)
  }

  private static func id(in descriptor: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 24)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self))
  }

  /// All of the file, for writing.
  private static var whole: flock {
    var request = flock()
    request.l_type = Int16(F_WRLCK)
    request.l_whence = Int16(SEEK_SET)
    return request
  }

  /// `F_OFD_SETLK` and `F_OFD_GETLK` of Linux: locks of a descriptor, not of a process, whose other
  /// descriptors would take them away when they are closed.
  private static let take: Int32 = 37
  private static let ask: Int32 = 36
}
