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
  private let say: (String) -> Void
  /// When it is tried again, and whether people know why.
  private var retry = Moment.past
  private var isSaid = false

  /// How soon what could not be written is tried again.
  private static let pause = TimeSpan.seconds(1)

  /// Pieces that are written in one turn.
  private static let turn = 8
  /// Bytes at the end of a file in which its last mark is looked for.
  private static let block = 1 << 20

  /// Fails (78) for what is no regular file.
  init(_ path: String, _ producer: any StepProducer, say: @escaping (String) -> Void) throws {
    self.path = path
    self.producer = producer
    self.say = say
    supply = LocalSupply(producer)
    var status = stat()
    guard stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
      throw TransportError(
        .configuration, "cannot copy to '\(path)': it is no regular file",
        help: "a named pipe is an input of another stage: --also NAME=STAGE")
    }
  }

  /// Writes what is new; returns when it is to be called again. What cannot be written is tried again
  /// soon: no stage waits for its copy.
  func turn(_ now: Moment) -> Moment {
    guard now >= retry else { return retry }
    do {
      let hasMore = try write()
      isSaid = false
      return hasMore ? now : .never
    } catch {
      if !isSaid { say((error as? any ReportableError)?.message ?? "\(error)") }
      (isSaid, sink, retry) = (true, nil, now + Self.pause)
      return retry
    }
  }

  /// Writes all that is left.
  func finish() throws { while try write() {} }

  private func write() throws -> Bool {
    guard !isDone, producer.header != nil else { return false }
    if sink == nil || isAhead { try begin() }
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

  /// Whether the journal was cut behind what the copy has, and may go on otherwise.
  private var isAhead: Bool {
    guard let position = supply.position else { return false }
    return producer.facts.head.map { $0 < position } ?? true
  }

  private func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try sink?.write($0) } }

  private func begin() throws {
    let mark = try lastMark()
    isNew = mark == nil
    sink =
      if let mark { try StreamFile.sink(path: path, cutBehind: mark) } else {
        DescriptorSink(try Endpoint.file(writing: path), name: path, isOwned: true)
      }
    supply.begin(behind: mark)
  }

  /// The last mark that the file has of this stream; `nil` for one that has none, or is another's.
  private func lastMark() throws -> Timestamp? {
    guard let header = producer.header, let head = producer.facts.head else { return nil }
    guard access(path, F_OK) == 0 else { return nil }
    let descriptor = try Endpoint.file(reading: path)
    defer { close(descriptor) }
    let size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    guard Self.bytes(descriptor, at: 0, header.count) == header else { return nil }
    let start = max(header.count, size - Self.block)
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
