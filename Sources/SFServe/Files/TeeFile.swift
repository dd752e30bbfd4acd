import SFCore
import SFJournal
import SFRun
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that gets a copy of a stage's lines: header, steps, closing lines and end.
///
/// It is written from the journal behind the last mark that it has, so that a copy that was cut
/// anywhere goes on; one of another stream begins anew.
final class TeeFile {
  private let path: String
  private let producer: any StepProducer
  private let supply: LocalSupply
  private var sink: DescriptorSink?
  private var isDone = false

  /// Pieces that are written in one turn.
  private static let turn = 8
  /// Bytes at the end of a file in which its last mark is looked for.
  private static let block = 1 << 20

  init(_ path: String, _ producer: any StepProducer) {
    self.path = path
    self.producer = producer
    supply = LocalSupply(producer)
  }

  /// Writes what is new; returns whether there may be more at once.
  func turn() throws -> Bool {
    guard !isDone, producer.header != nil else { return false }
    if sink == nil { try begin() }
    for _ in 0..<Self.turn {
      switch try supply.next() {
      case .nothing: return false
      case .header(let bytes):
        // What goes on has it already.
        if isNew { try write(bytes) }
      case .steps(let bytes): try write(bytes)
      case .end(let bytes):
        try write(bytes)
        isDone = true
        return false
      }
    }
    return true
  }

  private var isNew = true

  private func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try sink?.write($0) } }

  private func begin() throws {
    let mark = try lastMark()
    isNew = mark == nil
    sink =
      if let mark { try StreamFile.sink(path: path, cutBehind: mark) } else {
        try StreamFile.sink(path: path, cutTo: 0)
      }
    supply.begin(behind: mark)
  }

  /// The last mark that the file has of this stream; `nil` for one that has none, or is another's.
  private func lastMark() throws -> Timestamp? {
    guard let header = producer.header, let head = producer.facts.head else { return nil }
    guard access(path, F_OK) == 0 else { return nil }
    let descriptor = try Endpoint.file(reading: path)
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw TransportError(
        .configuration, "cannot copy to '\(path)': it is no regular file",
        help: "a named pipe is an input of another stage: --also NAME=STAGE")
    }
    guard Self.bytes(descriptor, at: 0, header.count) == header else { return nil }
    let start = max(header.count, Int(status.st_size) - Self.block)
    let end = Self.bytes(descriptor, at: start, Self.block)
    let lines = end.firstIndex(of: 10).map { Array(end[($0 + 1)...]) } ?? []
    let first = start == header.count ? end : lines
    let mark = first.withUnsafeBytes { StepScanner.last(in: $0)?.mark }
    // The journal may have lost what the copy has.
    return mark.flatMap { $0 <= head ? $0 : nil }
  }

  private static func bytes(_ descriptor: Int32, at place: Int, _ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      filled = max(0, pread(descriptor, room.baseAddress, count, off_t(place)))
    }
  }
}
