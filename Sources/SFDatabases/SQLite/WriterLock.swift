import SFCore
import SFStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The right to write to a store: held by one process, whose id is in the file, until it ends.
///
/// A file of its own, since SQLite's locks name no holder. It stays behind when the process ends,
/// empty when that was in order: a process that was killed leaves its id.
final class WriterLock {
  private let descriptor: Int32
  /// Whether the last holder ended in order.
  let isAfterOrderlyEnd: Bool

  /// Takes the lock, or says who has it (`tryAgain`).
  init(_ path: String, of store: String) throws(StoreError) {
    // Where others may write, too, a link of theirs would lead to a file of the user's.
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
    guard descriptor >= 0 else {
      let reason = errno == ELOOP ? "it is a link" : String(cString: strerror(errno))
      throw StoreError(.cannotCreate, "cannot create '\(path)': \(reason)")
    }
    guard Self.isLock(descriptor) else {
      close(descriptor)
      throw StoreError(
        .cannotCreate, "cannot write '\(path)': it is no lock of a store",
        help: "move it away: a store keeps the id of its writer in a file of that name")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let number = errno
      let holder = Self.holder(descriptor)
      close(descriptor)
      throw number == EWOULDBLOCK
        ? Self.held(by: holder, store)
        : StoreError(.inputOutput, "cannot lock '\(path)': \(String(cString: strerror(number)))")
    }
    isAfterOrderlyEnd = Self.holder(descriptor) == nil
    var text = "\(getpid())\n"
    let isWritten = text.withUTF8 {
      ftruncate(descriptor, 0) == 0 && pwrite(descriptor, $0.baseAddress, $0.count, 0) == $0.count
    }
    guard isWritten else {
      throw StoreError(
        .inputOutput, "cannot write '\(path)': \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  /// Notes that the store was closed in order.
  func release() { ftruncate(descriptor, 0) }

  private static func held(by holder: Int?, _ store: String) -> StoreError {
    let use = holder.map { "being written by process \($0)" } ?? "in use by another process"
    return StoreError(
      .tryAgain, "'\(store)' is \(use), expected one writer at a time",
      help: "try again when it has ended; reading is possible meanwhile")
  }

  // MARK: Readers that see no log

  /// Keeps writers away from a store that is read as a file that does not change. Where no writer
  /// has been there is nothing to lock.
  static func excludeWriters(_ path: String, of store: String) throws(StoreError) -> Int32? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else {
      let holder = holder(descriptor)
      close(descriptor)
      throw held(by: holder, store)
    }
    return descriptor
  }

  /// Whether a file holds what a lock may: nothing, or the id of a process. Zeros are what a loss of
  /// power leaves of one.
  private static func isLock(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= 32
    else { return false }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { bytes in
      let count = pread(descriptor, bytes.baseAddress, bytes.count, 0)
      return count >= 0
        && bytes[..<count].allSatisfy { (48...57).contains($0) || $0 == 10 || $0 == 0 }
    }
  }

  private static func holder(_ descriptor: Int32) -> Int? {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { bytes in
      let count = pread(descriptor, bytes.baseAddress, bytes.count, 0)
      guard count > 0 else { return nil }
      return Int(String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self))
    }
  }
}
