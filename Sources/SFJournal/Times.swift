import SFCore
import SFWire

/// When the marks of an origin were received, by the clock of the machine: a file of a line a mark.
///
///     {"times":1}
///     {"type":"mark","ts":"2026-01-05T09:31:00.000Z","wall":1767605460123}
///
/// It is nowhere else, and nothing depends on it: it is not synced, and a mark may have no time.
public final class Times {
  private let directory: JournalDirectory
  private let path: String
  private var file: SegmentFile
  private var size: Int
  private var text = ByteBuffer(capacity: 1_024)

  private static let first = Array("{\"times\":1}\n".utf8)
  private static let name = "times"

  /// Opens the file `times` of a stage's directory, made where it is not there; what stands in it
  /// behind the head of the journal, or cannot be read, is taken away.
  public init(_ directory: String, upTo head: Timestamp?) throws(JournalError) {
    self.directory = JournalDirectory(path: directory)
    path = "\(directory)/\(Self.name)"
    file = try SegmentFile(writing: path)
    size = try Self.kept(file, upTo: head)
    try file.truncate(to: size)
    if size == 0 { try write(Self.first) }
  }

  /// Notes when marks were received, all at once.
  public func append(_ marks: [Timestamp], receivedAt wall: Timestamp) throws(JournalError) {
    text.removeFirst(text.count)
    for mark in marks {
      text.append("{\"type\":\"mark\",\"ts\":\"")
      text.append(timestamp: mark)
      text.append("\",\"wall\":")
      text.append(integer: Int(wall.milliseconds))
      text.append("}\n")
    }
    try file.write(text.bytes, at: size)
    size += text.count
  }

  /// Drops those of older marks.
  public func drop(olderThan limit: Timestamp) throws(JournalError) {
    guard let search = try SegmentSearch(path), let last = try search.lastMark(upTo: limit + -1)
    else { return }
    let kept = Self.first + (try search.file.read(at: last.end, size - last.end))
    try directory.replace(path, kept)
    file = try SegmentFile(writing: path)
    size = kept.count
  }

  /// When a mark was received; `nil` when that is not known.
  public static func wall(of mark: Timestamp, in directory: String) throws(JournalError)
    -> Timestamp?
  {
    guard let search = try SegmentSearch("\(directory)/\(name)"),
      let place = try search.lastMark(upTo: mark), place.mark == mark
    else { return nil }
    return Self.receipt(try search.file.read(at: place.start, place.end - place.start))?.wall
  }

  /// Tells of each mark when it was received, in the order of the marks; of none where there is no
  /// such file.
  public static func forEach(
    in directory: String, _ body: (_ mark: Timestamp, _ wall: Timestamp) -> Void
  ) throws(JournalError) {
    guard let file = try SegmentFile(reading: "\(directory)/\(name)") else { return }
    var blocks = LineBlocks(file, block: 1 << 16)
    while try blocks.next() {
      blocks.withLines { lines in
        for line in lines.split(separator: 10) {
          if let (mark, wall) = receipt(Array(line)) { body(mark, wall) }
        }
      }
    }
  }

  /// What a line tells; `nil` of the first one, and of one that is damaged.
  private static func receipt(_ line: [UInt8]) -> (mark: Timestamp, wall: Timestamp)? {
    // Whatever is wrong with it, it says nothing.
    let value = try? Line.withLine(of: line) { try JSONValue($0) }
    guard let mark = value?["ts"]?.string.flatMap({ Timestamp($0) }),
      let wall = value?["wall"]?.integer
    else { return nil }
    return (mark, Timestamp(milliseconds: Int64(wall)))
  }

  private func write(_ bytes: [UInt8]) throws(JournalError) {
    try file.write(bytes, at: size)
    size += bytes.count
  }

  /// How much of the file is whole, and not behind the head.
  private static func kept(_ file: SegmentFile, upTo head: Timestamp?) throws(JournalError) -> Int {
    var blocks = LineBlocks(file, block: 1 << 16)
    var kept = 0
    while try blocks.next() {
      let (length, isAll) = blocks.withLines { lines in
        let whole = LineBytes.finding(in: lines).map { $0.place } ?? lines.count
        let length = Self.length(of: lines, isFirst: blocks.place == 0, whole, upTo: head)
        return (length, length == lines.count)
      }
      kept += length
      if !isAll { break }
    }
    return kept
  }

  private static func length(
    of lines: UnsafeRawBufferPointer, isFirst: Bool, _ whole: Int, upTo head: Timestamp?
  ) -> Int {
    if isFirst, !lines.starts(with: first) { return 0 }
    var kept = isFirst ? first.count : 0
    var scanner = StepScanner(lines, from: kept)
    while let place = scanner.next(), place.end <= whole, let head, place.mark <= head {
      kept = place.end
    }
    return kept
  }
}
