import SFCore
import SFRun
import SFTransport
import SFWire

/// A whole stream in memory, which can be given in part: from one of its marks to another.
public struct StreamSteps {
  let bytes: [UInt8]
  /// The times of its marks.
  public let marks: [Timestamp]
  /// Where the header ends, and behind it each mark.
  private let ends: [Int]
  /// Lines of bars and marks up to each mark, for the counts of an end.
  private let bars: [Int]

  /// Reads a source to its end; what a foreign stream lacks is made up.
  public init(_ source: some StepSource) throws {
    let sink = MemorySink()
    var chain = Chain(source, [], [Tap(after: 0, to: sink)])
    let outcome = try chain.run()
    guard outcome == .done else {
      throw TransportError(.badData, "the input was cut: it has a header and no end")
    }
    bytes = sink.bytes
    var (marks, ends, bars) = ([Timestamp](), [Int](), [0])
    try Self.lines(of: bytes) { line, end in
      switch line.type {
      case .header: ends.append(end)
      case .bar: bars[bars.count - 1] += 1
      case .mark:
        guard let ts = line.ts else { return }
        marks.append(ts)
        ends.append(end)
        bars.append(bars[bars.count - 1])
      default: break
      }
    }
    (self.marks, self.ends, self.bars) = (marks, ends, bars)
  }

  /// The stream as if it had begun behind the first `from` marks and ended with mark number `to`.
  func part(from: Int = 0, to: Int) -> [UInt8] {
    let before = from > 0 ? bars[from - 1] : 0
    return Array(bytes[..<ends[0]]) + bytes[ends[from]..<ends[to]]
      + Self.end(marks[to - 1], bars: bars[to - 1] - before, marks: to - from)
  }

  private static func end(_ ts: Timestamp, bars: Int, marks: Int) -> [UInt8] {
    let end = End(
      ts: ts, reason: "end_of_input",
      counts: [End.Count(type: "bar", lines: bars), End.Count(type: "mark", lines: marks)])
    var text = ByteBuffer(capacity: 256)
    EndLine.write(end, to: &text)
    return Array(text.bytes)
  }

  /// The whole stream without every step whose number, modulo `period`, is `phase`.
  func thinned(_ period: Int, _ phase: Int) -> [UInt8] {
    var kept = Array(bytes[..<ends[0]])
    var (count, barCount) = (0, 0)
    for index in marks.indices where index % period != phase {
      kept += bytes[ends[index]..<ends[index + 1]]
      count += 1
      barCount += bars[index] - (index > 0 ? bars[index - 1] : 0)
    }
    let last = marks.indices.last { $0 % period != phase }
    return kept + Self.end(marks[last ?? 0], bars: barCount, marks: count)
  }

  /// The lines of a step: what a stage may have passed on.
  func lines(ofStep index: Int) -> Set<ArraySlice<UInt8>> {
    Set(bytes[ends[index]..<ends[index + 1]].split(separator: 10))
  }

  /// Calls `body` with what each line says of itself and where it ends.
  static func lines(
    of bytes: [UInt8], _ body: (Envelope, Int) throws -> Void
  ) throws {
    var decoder = LineDecoder()
    var (start, number) = (0, 0)
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
      number += 1
      if end > start {
        do {
          let envelope = try Line.withLine(of: Array(bytes[start..<end])) {
            try decoder.envelope(of: $0)
          }
          try body(envelope, min(end + 1, bytes.count))
        } catch let error as WireError {
          throw InputError(error, file: "output", line: number)
        }
      }
      start = end + 1
    }
  }
}
