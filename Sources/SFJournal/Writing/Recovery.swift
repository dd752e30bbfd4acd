import SFCore

/// What of a segment can be believed: found line by line from its start, up to the first byte that
/// no line can hold.
///
/// What is kept is a header and whole steps, or these, closing lines and the end:
///
///     header  step  step  ▯▯▯▯▯▯▯▯  step       a hole: two steps are kept
///     header  step  step  {"type":"ba          a torn line: two steps are kept
///     header  step  step  metrics  end         all of it is kept
package struct Recovery {
  /// What is wrong with the bytes, where they are more than torn at their end.
  package struct Damage: Equatable {
    package let line: Int
    package let column: Int
    package let message: String

    package init(line: Int, column: Int, message: String) {
      self.line = line
      self.column = column
      self.message = message
    }
  }

  /// The line that it begins with, with its line feed: as it must be, or as it was found.
  package private(set) var header: [UInt8]?
  /// The first bytes of the segment that are kept.
  package private(set) var kept = 0
  /// The mark of the last whole step; `nil` when there is none.
  package private(set) var head: Timestamp?
  /// Where closing lines and end stand; `nil` when the stream has not ended.
  package private(set) var tail: Range<Int>?
  package private(set) var damage: Damage?

  private var place = 0
  private var lines = 0

  /// `header` is that of the segments before; `nil` for the first one.
  package init(header: [UInt8]?) { self.header = header }

  /// Whether anything is kept beside a header.
  package var holdsSteps: Bool { head != nil || tail != nil }

  /// Takes the next whole lines; `false` when nothing behind them counts.
  package mutating func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let finding = LineBytes.finding(in: bytes)
    var start = 0
    while let end = StepScanner.lineEnd(bytes, from: start) {
      lines += 1
      if let finding, finding.place < end {
        return isDamaged(
          column: finding.place - start + 1,
          "found \(finding.found), expected \(finding.expected)")
      }
      guard take(line: UnsafeRawBufferPointer(rebasing: bytes[start..<end])) else { return false }
      start = end
    }
    return true
  }

  private mutating func take(line: UnsafeRawBufferPointer) -> Bool {
    let begin = place
    if lines == 1 { return take(header: line) }
    if tail != nil { return isDamaged("found a line behind 'end', expected the end of the file") }
    place += line.count
    switch LineGist(UnsafeRawBufferPointer(rebasing: line.dropLast())) {
    case .mark(let mark):
      if let head, mark <= head {
        place = begin
        return isDamaged("found mark \(mark) behind mark \(head), expected a later one")
      }
      head = mark
      kept = place
    case .end:
      tail = kept..<place
      kept = place
    case .header:
      place = begin
      return isDamaged("found a header, expected one at the start of the file only")
    case .other: break
    }
    return true
  }

  private mutating func take(header line: UnsafeRawBufferPointer) -> Bool {
    guard LineGist(UnsafeRawBufferPointer(rebasing: line.dropLast())) == .header else {
      return isDamaged("found no header, expected one at the start of the file")
    }
    guard header == nil || header.map({ $0.elementsEqual(line) }) == true else {
      return isDamaged("found another header than that of the first segment")
    }
    header = Array(line)
    place = line.count
    kept = place
    return true
  }

  private mutating func isDamaged(column: Int = 1, _ message: String) -> Bool {
    damage = Damage(line: lines, column: column, message: message)
    return false
  }
}
