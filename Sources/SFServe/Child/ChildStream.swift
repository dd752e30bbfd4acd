import SFCore
import SFRun
import SFWire

/// What a child writes, cut into whole steps.
///
/// A foreign child may leave out header, marks and end. Marks are made up here, one before the first
/// line of a later `ts`; header and end by whoever knows whether the stream ever had one.
package final class ChildStream {
  /// A step that is longer is that of a program that knows no marks and writes one `ts` for ever.
  package static let longestStep = 64 << 20

  private let name: String
  private let source: EndNoting
  private var reader: LineReader
  private var decoder = LineDecoder()
  /// Whole steps, then the lines of the open one.
  private var buffer = ByteBuffer(capacity: 1 << 16)
  private var wholeCount = 0
  private var lastMark: Timestamp?
  /// Of the lines of the open step; `nil` while none with a time has come.
  private var openTs: Timestamp?
  /// Whether the lines behind the last mark have its `ts`: closing lines, which only the end follows.
  private var isClosing = false
  private var isOpenFromOutside = false

  /// The header line as it was written; `nil` while no line has come, and where the first was another.
  package private(set) var header: [UInt8]?
  /// Whether the first line has come.
  package private(set) var hasBegun = false
  package private(set) var hasEnded = false
  /// The marks of the whole steps.
  package private(set) var marks: [Timestamp] = []
  /// Behind the mark of each.
  private var ends: [Int] = []
  /// Whether one of the whole steps says what came from outside: a `decision` or a `control`.
  package private(set) var isFromOutside = false

  /// What is wrong with the last line, behind which no line feed stands; `nil` when nothing is.
  package private(set) var torn: InputError?

  /// Goes on behind a mark: no line may have that `ts` or an earlier one.
  package init(_ source: any ByteSource, name: String, behind mark: Timestamp?) {
    self.name = name
    self.source = EndNoting(source)
    reader = LineReader(self.source)
    lastMark = mark
  }

  /// The lines of the whole steps that have come and were not dropped, marks included.
  package var steps: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer.bytes[..<wholeCount])
  }

  /// What stands behind the whole steps: closing lines and the end, once it has come.
  package var tail: [UInt8] { Array(buffer.bytes[wholeCount...]) }

  /// Forgets the whole steps, which stand in the journal now.
  package func dropSteps() {
    buffer.removeFirst(wholeCount)
    wholeCount = 0
    marks.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    isFromOutside = false
  }

  /// Forgets the steps up to a mark, those behind it stay.
  package func dropSteps(upTo mark: Timestamp) {
    let count = marks.firstIndex { $0 > mark } ?? marks.count
    guard count < marks.count else { return dropSteps() }
    guard count > 0 else { return }
    let end = ends[count - 1]
    buffer.removeFirst(end)
    wholeCount -= end
    marks.removeFirst(count)
    ends.removeFirst(count)
    for place in ends.indices { ends[place] -= end }
  }

  /// Reads what is there and takes its lines; `false` at the end of the bytes.
  package func read() throws -> Bool {
    let hasMore = try reader.fill()
    do throws(InputError) { try takeLines() } catch {
      // Half a line is what is left of a child that was killed: whoever knows how it ended decides.
      guard source.isAtEnd else { throw error }
      torn = error
    }
    return hasMore
  }

  /// Forgets the first bytes of the whole steps, which are whole steps themselves.
  package func dropSteps(bytes count: Int) {
    guard let place = ends.lastIndex(where: { $0 <= count }) else { return }
    dropSteps(upTo: marks[place])
  }

  /// Closes the open step by a mark, where a stream that has no end of its own has come to it.
  package func closeStep() {
    guard let ts = openTs, !isClosing else { return }
    close(ts, mark: nil)
  }

  // MARK: Lines

  private func takeLines() throws(InputError) {
    do throws(WireError) {
      while let line = try reader.next() { try take(line) }
    } catch {
      throw InputError(error, file: name, line: reader.lineNumber)
    }
    guard buffer.count - wholeCount <= Self.longestStep else {
      throw InputError(
        file: name, line: reader.lineNumber, column: 1,
        message: "found a step of more than \(Self.longestStep >> 20) MiB, expected a mark")
    }
  }

  private func take(_ line: Line) throws(WireError) {
    let envelope = try decoder.envelope(of: line)
    let isFirst = !hasBegun
    hasBegun = true
    guard !hasEnded else {
      throw WireError(column: 1, found: "a line behind 'end'", expected: "nothing")
    }
    switch envelope.type {
    case .unknown: buffer.append(line.bytes)
    case .header:
      guard isFirst else {
        throw WireError(
          column: 1, found: "a header in the middle of the stream", expected: "one at its start")
      }
      header = Array(line.bytes)
    case .end: takeEnd(line)
    case .mark: try takeMark(line, try ts(of: envelope, line))
    default: try takeLine(line, envelope.type, try ts(of: envelope, line))
    }
  }

  private func takeEnd(_ line: Line) {
    closeStep()
    buffer.append(line.bytes)
    hasEnded = true
  }

  private func takeMark(_ line: Line, _ ts: Timestamp) throws(WireError) {
    if let openTs, !isClosing, ts > openTs { close(openTs, mark: nil) }
    try check(ts, isAllowedAtMark: false)
    close(ts, mark: line)
  }

  private func takeLine(
    _ line: Line, _ type: LineType, _ ts: Timestamp
  ) throws(WireError) {
    if ts != openTs {
      if let openTs, !isClosing, ts > openTs { close(openTs, mark: nil) }
      try check(ts, isAllowedAtMark: true)
      isClosing = ts == lastMark
      openTs = ts
    }
    if type == .decision || type == .control { isOpenFromOutside = true }
    buffer.append(line.bytes)
  }

  /// Time never goes back; only closing lines may have the `ts` of the last mark.
  private func check(_ ts: Timestamp, isAllowedAtMark: Bool) throws(WireError) {
    if isClosing {
      throw WireError(
        column: 1, found: "ts \(ts) behind closing lines", expected: "the end of the stream")
    }
    if let openTs, ts < openTs {
      throw WireError(
        column: 1, found: "ts \(ts) behind a line of \(openTs)", expected: "ts never to go back")
    }
    if let lastMark, ts < lastMark || ts == lastMark && !isAllowedAtMark {
      throw WireError(
        column: 1, found: "ts \(ts) behind mark \(lastMark)", expected: "a later ts")
    }
  }

  /// The step is whole; its mark is made up where none was written.
  private func close(_ ts: Timestamp, mark line: Line?) {
    if let line {
      buffer.append(line.bytes)
    } else {
      buffer.append("{\"type\":\"mark\",\"ts\":\"")
      buffer.append(timestamp: ts)
      buffer.append("\"}\n")
    }
    wholeCount = buffer.count
    marks.append(ts)
    ends.append(wholeCount)
    isFromOutside = isFromOutside || isOpenFromOutside
    (lastMark, openTs, isOpenFromOutside) = (ts, nil, false)
  }

  private func ts(of envelope: Envelope, _ line: Line) throws(WireError) -> Timestamp {
    guard let ts = envelope.ts else {
      throw WireError(
        column: line.count + 1, found: "a \(envelope.type.name) without 'ts'",
        expected: "a timestamp")
    }
    return ts
  }
}

/// A source that knows whether it has come to its end.
private final class EndNoting: ByteSource {
  private let source: any ByteSource
  private(set) var isAtEnd = false

  init(_ source: any ByteSource) { self.source = source }

  var name: String { source.name }
  var isReady: Bool { source.isReady }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(into: buffer)
    if count == 0 { isAtEnd = true }
    return count
  }
}
