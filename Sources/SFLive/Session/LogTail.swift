import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A log that grows: what has come to it since the last look, also across the moment at which it is
/// begun anew.
final class LogTail {
  private let path: String
  private var descriptor: Int32 = -1
  private var place = 0
  /// What came behind the last line feed.
  private var rest: [UInt8] = []

  init(_ path: String) { self.path = path }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The whole lines that have come; none where there is no log yet.
  func lines() -> [Substring] {
    if descriptor < 0 { open() }
    guard descriptor >= 0 else { return [] }
    var bytes = rest + read()
    if wasBegunAnew {
      // What is left of the old one has been read.
      close(descriptor)
      (descriptor, place) = (-1, 0)
      open()
      bytes += read()
    }
    guard let end = bytes.lastIndex(of: 10) else {
      rest = bytes
      return []
    }
    rest = Array(bytes[(end + 1)...])
    return String(decoding: bytes[..<end], as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
  }

  private func open() {
    // A stage that has not been started has no log.
    descriptor = (try? Endpoint.file(reading: path)) ?? -1
  }

  private func read() -> [UInt8] {
    guard descriptor >= 0 else { return [] }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = pread(descriptor, &block, block.count, off_t(place))
      guard count > 0 else { return bytes }
      bytes += block[..<count]
      place += count
    }
  }

  /// Whether another file has the name now.
  private var wasBegunAnew: Bool {
    var (opened, named) = (stat(), stat())
    return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
      && opened.st_ino != named.st_ino
  }
}
