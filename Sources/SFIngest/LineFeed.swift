import SFWire

/// The lines of one input, and whether the next one would have to be waited for.
final class LineFeed {
  enum Event {
    case line(Line)
    case end
    /// No whole line is there, and a read would wait.
    case blocked
  }

  let file: String
  private let tally: Tally
  private var reader: LineReader
  private var returned: Line?

  init(_ source: any ByteSource, _ tally: Tally) {
    file = source.name
    self.tally = tally
    reader = LineReader(source)
  }

  /// The number of the line that came last, from 1.
  var number: Int { reader.lineNumber }

  /// The next line that is not blank, valid until the call after it.
  @inline(__always)
  func next(waiting: Bool) throws -> Event {
    if let line = returned {
      returned = nil
      return .line(line)
    }
    do {
      if let line = try reader.next() { return .line(line) }
    } catch {
      throw IngestError(error, file: file, line: number)
    }
    return try slowNext(waiting)
  }

  @inline(never)
  private func slowNext(_ waiting: Bool) throws -> Event {
    while true {
      if !reader.source.isReady {
        guard waiting else { return .blocked }
        try tally.beforeWaiting?()
      }
      guard try reader.fill() else { return .end }
      do {
        if let line = try reader.next() { return .line(line) }
      } catch {
        throw IngestError(error, file: file, line: number)
      }
    }
  }

  /// Gives the last line back, to be read again.
  func unread(_ line: Line) { returned = line }
}
