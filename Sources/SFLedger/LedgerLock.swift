import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The right to be the venue of a ledger: held by one process until it ends, however it ends.
final class LedgerLock {
  private let descriptor: Int32

  /// Takes the lock of the ledger at a path; who has it is named by the error (75).
  init(_ ledger: String) throws(LedgerError) {
    let path = ledger + "-lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      throw LedgerError(
        .cannotCreate, "cannot create '\(path)': \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.holder(descriptor)
      close(descriptor)
      throw LedgerError(
        .tryAgain,
        "'\(ledger)' is in use by \(holder.map { "process \($0)" } ?? "another process"), expected "
          + "one venue at a time")
    }
    var text = "\(getpid())\n"
    let isWritten = text.withUTF8 {
      ftruncate(descriptor, 0) == 0 && pwrite(descriptor, $0.baseAddress, $0.count, 0) == $0.count
    }
    guard isWritten else {
      throw LedgerError(.inputOutput, "cannot write '\(path)': \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  private static func holder(_ descriptor: Int32) -> Int? {
    var bytes = [UInt8](repeating: 0, count: 24)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int(String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self))
  }
}
