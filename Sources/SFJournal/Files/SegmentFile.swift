import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file of a journal: bytes that grow at their end.
final class SegmentFile {
  let path: String
  private let descriptor: Int32

  /// Opens a file for reading; `nil` when it is not there.
  init?(reading path: String) throws(JournalError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw JournalError("read", path)
    }
  }

  /// Opens a file for reading and writing, which is made where it is not there.
  init(writing path: String) throws(JournalError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw JournalError("create", path) }
  }

  deinit { close(descriptor) }

  /// Bytes, as they are now; another process may be writing.
  var size: Int {
    get throws(JournalError) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw JournalError("read", path) }
      return Int(status.st_size)
    }
  }

  /// Reads what stands at a place, as much as there is room for; returns how much there was.
  func read(at place: Int, into room: UnsafeMutableRawBufferPointer) throws(JournalError) -> Int {
    var filled = 0
    while filled < room.count {
      let count = pread(
        descriptor, room.baseAddress! + filled, room.count - filled, off_t(place + filled))
      if count == 0 { break }
      if count > 0 { filled += count } else if errno != EINTR { throw JournalError("read", path) }
    }
    return filled
  }

  /// The same as an array, at most `count` bytes.
  func read(at place: Int, _ count: Int) throws(JournalError) -> [UInt8] {
    var failure: JournalError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      do throws(JournalError) {
        filled = try read(
          at: place,
          into: UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(room)[..<count]))
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes all of it at a place; what a full disk has taken of it by then stays.
  func write(_ bytes: UnsafeRawBufferPointer, at place: Int) throws(JournalError) {
    var written = 0
    while written < bytes.count {
      let count = pwrite(
        descriptor, bytes.baseAddress! + written, bytes.count - written, off_t(place + written))
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw JournalError("write", path)
      }
    }
  }

  /// The same of an array.
  func write(_ bytes: [UInt8], at place: Int) throws(JournalError) {
    try bytes.withBytes { (bytes) throws(JournalError) in try write(bytes, at: place) }
  }

  func truncate(to size: Int) throws(JournalError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw JournalError("cut", path) }
  }

  /// Waits until the bytes, and the length, are on the disk.
  func sync() throws(JournalError) {
    guard fdatasync(descriptor) == 0 else { throw JournalError("sync", path) }
  }
}

extension [UInt8] {
  /// The standard library's own forgets which errors its body throws.
  func withBytes(
    _ body: (UnsafeRawBufferPointer) throws(JournalError) -> Void
  ) throws(JournalError) {
    let result = withUnsafeBytes { bytes in
      Result { () throws(JournalError) in try body(bytes) }
    }
    try result.get()
  }
}
