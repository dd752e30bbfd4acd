import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that a run goes on with: what stands behind the mark is written again.
public enum StreamFile {
  /// Opens the file, cut to the length that it had behind a mark. One that does not have the mark
  /// there is another file, and keeps every byte. `beforeCut` is called where it is the right one.
  public static func sink(
    path: String, cutTo length: Int, behind mark: Timestamp, beforeCut: () throws -> Void
  ) throws -> DescriptorSink {
    let descriptor = try opened(path)
    let sink = DescriptorSink(descriptor, name: path, isOwned: true)
    let size = Int(lseek(descriptor, 0, SEEK_END))
    guard size >= length else {
      throw TransportError(
        .badData, "'\(path)' has \(size) bytes, expected the \(length) that had been written",
        help: "go on from an earlier checkpoint, or start from the beginning")
    }
    guard hasMark(mark, before: length, in: descriptor) else {
      throw TransportError(
        .badData, "'\(path)' has no mark \(mark) behind \(length) bytes, as had been written",
        help: "give the file of the run that goes on, or start from the beginning")
    }
    try beforeCut()
    return try cut(sink, descriptor, to: length, path)
  }

  /// Whether the line that ends there is the mark; others may have written it, in another form.
  private static func hasMark(
    _ mark: Timestamp, before length: Int, in descriptor: Int32
  ) -> Bool {
    var bytes = [UInt8](repeating: 0, count: min(length, 4_096))
    guard pread(descriptor, &bytes, bytes.count, off_t(length - bytes.count)) == bytes.count,
      bytes.popLast() == 10
    else { return false }
    let start = bytes.lastIndex(of: 10).map { $0 + 1 } ?? 0
    let line = String(decoding: bytes[start...], as: UTF8.self)
    return ["\"mark\"", "\"\(mark)\""].allSatisfy { line.firstRange(of: $0) != nil }
  }

  private static func cut(
    _ sink: DescriptorSink, _ descriptor: Int32, to length: Int, _ path: String
  ) throws(TransportError) -> DescriptorSink {
    guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      throw failure("cut", path)
    }
    return sink
  }

  /// Opens the file, cut behind a mark; a file that is empty or not there begins behind it.
  public static func sink(
    path: String, cutBehind mark: Timestamp
  ) throws(TransportError) -> DescriptorSink {
    let descriptor = try opened(path)
    let sink = DescriptorSink(descriptor, name: path, isOwned: true)
    let size = Int(lseek(descriptor, 0, SEEK_END))
    guard size > 0 else { return sink }
    let line = Array("{\"type\":\"mark\",\"ts\":\"\(mark)\"}\n".utf8)
    guard let place = try last(line, in: descriptor, size: size, path) else {
      throw TransportError(
        .badData, "'\(path)' has no mark \(mark), behind which the run goes on")
    }
    return try cut(sink, descriptor, to: place + line.count, path)
  }

  /// Where a line stands for the last time, sought from the end; `nil` when it does not.
  private static func last(
    _ line: [UInt8], in descriptor: Int32, size: Int, _ path: String
  ) throws(TransportError) -> Int? {
    let block = 1 << 20
    var end = size
    while end > 0 {
      let start = max(0, end - block)
      // A line that lies across is found in the block before.
      let wanted = min(size, end + line.count - 1) - start
      var bytes = [UInt8](repeating: 0, count: wanted)
      guard pread(descriptor, &bytes, wanted, off_t(start)) == wanted else {
        throw failure("read", path)
      }
      if let place = place(of: line, in: bytes) { return start + place }
      end = start
    }
    return nil
  }

  private static func place(of line: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= line.count else { return nil }
    return (0...bytes.count - line.count).last { start in
      bytes[start] == line[0] && bytes[start..<start + line.count].elementsEqual(line)
    }
  }

  private static func opened(_ path: String) throws(TransportError) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure("create", path) }
    return descriptor
  }

  private static func failure(_ verb: String, _ path: String) -> TransportError {
    TransportError(.cannotCreate, "cannot \(verb) '\(path)': \(TransportError.reason(errno))")
  }
}
