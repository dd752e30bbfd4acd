import SFCore
import SFWire

/// The bars of a stream of the project's own lines; lines of other types are dropped and counted.
final class WireRows: Rows {
  private let lines: LineFeed
  private let tally: Tally
  private let options: IngestOptions
  private var decoder = LineDecoder()
  /// Takes one bar at a time; its table of series is that of the slots.
  private var step = Step()
  private var headers = 0
  private var ends = 0
  private var lastMark: Int64?
  private var dropped = [Int](repeating: 0, count: LineType.allCases.count)

  init(_ lines: LineFeed, _ options: IngestOptions, _ tally: Tally) {
    self.lines = lines
    self.tally = tally
    self.options = options
    super.init(file: lines.file, saysClose: true)
    decoder.takesImpossible = options.isLenient
    decoder.takesNullPrices = options.repair != nil
  }

  override func next(_ row: inout BarRow, waiting: Bool) throws -> Advance {
    while true {
      switch try lines.next(waiting: waiting) {
      case .end: return .end
      case .blocked: return .blocked
      case .line(let line):
        do {
          if try read(line, &row) { return .row }
        } catch {
          try tally.skip(IngestError(error, file: file, line: lines.number))
        }
      }
    }
  }

  /// Whether the line is a bar.
  private func read(_ line: Line, _ row: inout BarRow) throws(WireError) -> Bool {
    let envelope = try decoder.envelope(of: line)
    switch envelope.type {
    case .bar: break
    case .header:
      headers += 1
      return false
    case .end:
      ends += 1
      return false
    case .mark:
      lastMark = envelope.ts?.milliseconds
      return false
    case .gap: return false
    default:
      dropped[Int(envelope.type.rawValue)] += 1
      return false
    }
    guard let ts = envelope.ts else {
      throw WireError(
        column: line.count + 1, found: "a bar without 'ts'", expected: "a timestamp")
    }
    step.begin(ts)
    try decoder.decode(line, .bar, into: &step)
    row.bar = step.bars[0]
    row.fields = step.fields(ofBar: 0)
    row.time = ts.milliseconds
    row.line = lines.number
    row.column = 1
    row.slot = row.bar.series
    while slots.count < step.series.count { addSlot() }
    return true
  }

  private func addSlot() {
    let series = step.series[slots.count]
    add(Slot(series.symbol, series.interval, isWanted: options.wants(series.symbol)))
  }

  /// Gaps are told anew and marks made anew; a mark says that its step is complete.
  override func hasAllBars(of milliseconds: Int64) -> Bool {
    lastMark.map { $0 >= milliseconds } ?? false
  }

  override var lastNotes: [IngestNote] {
    let counts = LineType.allCases.compactMap { type -> End.Count? in
      let lines = dropped[Int(type.rawValue)]
      return lines > 0 ? End.Count(type: type.name, lines: lines) : nil
    }
    return unusedOptions + (counts.isEmpty ? [] : [.dropped(file: file, lines: counts)])
      + (isCut ? [.cut(file: file)] : [])
  }

  /// What was said of rows, and these lines say otherwise.
  private var unusedOptions: [IngestNote] {
    var notes: [IngestNote] = []
    if let symbol = options.symbol, let other = slots.first(where: { $0.symbol != symbol }) {
      notes.append(.unused(file: file, option: "--symbol \(symbol)", says: other.symbol.text))
    }
    let others = slots.compactMap(\.interval).filter { $0 != options.interval }
    if let interval = options.interval, let other = others.first {
      notes.append(.unused(file: file, option: "--interval \(interval)", says: other.text))
    }
    return notes
  }

  override var isCut: Bool { headers > ends }
}
