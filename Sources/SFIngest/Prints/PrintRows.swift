import SFBinance
import SFCore
import SFWire

/// Bars that are made of the prints of one input.
///
/// A print of 09:31:00.000 belongs to the bar that opens then. Bars of a length of time close when
/// the first print at or behind their boundary comes, of whatever symbol; a bar without prints is a
/// gap. Other bars close with the last print of the millisecond in which they become full, since a
/// stream holds one bar of a series at a time: what one order traded is not cut in two.
final class PrintRows: Rows {
  private let lines: LineFeed
  /// The columns of a CSV file; `nil` for messages.
  private let table: PrintTable?
  private let tally: Tally
  private let options: IngestOptions
  private let interval: Interval
  private let rule: PrintRule

  private var symbols = TextTable()
  private var places: [Symbol: Int] = [:]
  private static let few = 16
  /// The bar under way of each slot, and the number of its last print.
  private var bars: [PrintBar?] = []
  private var lastIDs: [Int64?] = []
  /// Slots whose bars are full.
  private var full: [Int] = []
  /// The time of the last print and its line, and of the first.
  private var clock = Int64.min
  private var lastLine = 0
  private var beginning: Int64?
  /// The times all of whose prints are in the input, where that is known.
  private var covered: Range<Timestamp>?
  /// When bars of a length of time close next.
  private var boundary = Int64.min
  private var isEnded = false

  /// Bars that have closed and are not handed out.
  private var closed: [BarRow] = []
  private var position = 0

  /// The first kind of message that was a print; another kind says the same again.
  private var kind = PrintMessage.Kind.other
  private var counts = PrintCounts()

  init(
    _ lines: LineFeed, _ table: PrintTable?, _ options: IngestOptions, _ tally: Tally
  ) throws {
    guard let interval = options.interval, let rule = PrintRule(interval) else {
      let found = options.interval.map { "trades and --interval \($0)" } ?? "trades"
      throw StageError(
        .usage,
        "\(lines.file): found \(found), expected which bars to make of them: "
          + "--interval \(PrintRule.examples)")
    }
    self.lines = lines
    self.table = table
    self.tally = tally
    self.options = options
    self.interval = interval
    self.rule = rule
    super.init(file: lines.file, saysClose: true)
    covered = options.archives[lines.file]?.span
    beginning = covered?.lowerBound.milliseconds
  }

  override func next(_ row: inout BarRow, waiting: Bool) throws -> Advance {
    while true {
      if position < closed.count {
        row = closed[position]
        position += 1
        return .row
      }
      if isEnded { return .end }
      closed.removeAll(keepingCapacity: true)
      position = 0
      switch try lines.next(waiting: waiting) {
      case .blocked: return .blocked
      case .end: end()
      case .line(let line):
        do {
          if let table { try read(line, table) } else { try read(line) }
        } catch {
          try tally.skip(
            IngestError(
              error, file: file, line: lines.number,
              help: tally.stopsNext ? table?.help(for: error) : nil))
        }
      }
    }
  }

  /// Bars of one time close together.
  override func hasAllBars(of milliseconds: Int64) -> Bool { true }

  override var lastNotes: [IngestNote] { [.prints(file: file, counts)] }

  // MARK: Prints

  private func read(_ line: Line) throws(WireError) {
    let message = try PrintMessage(line)
    guard kind == .other || kind == message.kind,
      let print = try message.content({ [self] in tally.countRounded(file, lines.number, $0) })
    else {
      counts.others += 1
      return
    }
    guard let symbol = message.symbol else {
      throw WireError(column: line.count + 1, found: "a trade without 's'", expected: "its symbol")
    }
    kind = message.kind
    let slot = try slot(of: symbol, line)
    try accept(print, slot)
  }

  private func read(_ line: Line, _ table: PrintTable) throws(WireError) {
    let print = try table.read(line, number: lines.number)
    while slots.count < table.symbols.count { add(table.symbols[slots.count]) }
    try accept(print, table.slot)
  }

  @inline(__always)
  private func accept(_ print: Print, _ slot: Int) throws(WireError) {
    guard states[slot].isWanted, try isNew(print, slot) else { return }
    guard print.time >= clock else {
      throw WireError(
        column: 1,
        found: "a trade at \(Timestamp(milliseconds: print.time)) behind "
          + "\(Timestamp(milliseconds: clock)) of line \(lastLine)",
        expected: "trades in order of time")
    }
    counts.prints += 1
    take(print, slot)
    lastLine = lines.number
  }

  /// Whether the print has not come before; counts those that are missing before it.
  private func isNew(_ print: Print, _ slot: Int) throws(WireError) -> Bool {
    guard let id = print.id else { return true }
    if let last = lastIDs[slot] {
      guard id > last else {
        // Not every market numbers its trades in order; what is dropped must have come before.
        if table != nil, print.time > clock {
          throw WireError(
            column: 1, found: "the trade \(id) later than the trade \(last)",
            expected: "numbers that go up with time")
        }
        counts.repeated += 1
        return false
      }
      let (missing, isTooMany) = counts.missing.addingReportingOverflow(id - last - 1)
      counts.missing = isTooMany ? .max : missing
    }
    lastIDs[slot] = id
    return true
  }

  private func slot(of symbol: JSONString, _ line: Line) throws(WireError) -> Int {
    // Few are compared, many looked up.
    for slot in 0..<min(symbols.count, Self.few)
    where symbols.length(of: slot) == symbol.count && symbols.isText(slot, at: symbol.start) {
      return slot
    }
    guard let name = Symbol(symbol.text), name != .all else {
      throw line.error(at: symbol.start - 1, expected: "a symbol: \(Symbol.rule)")
    }
    if let slot = places[name] { return slot }
    places[name] = symbols.count
    symbols.append(name.text.utf8)
    add(name)
    return slots.count - 1
  }

  private func add(_ symbol: Symbol) {
    bars.append(nil)
    lastIDs.append(nil)
    add(Slot(symbol, interval, isWanted: options.wants(symbol)))
  }

  private func take(_ print: Print, _ slot: Int) {
    if print.time > clock {
      closeBars(before: print.time)
      clock = print.time
      if beginning == nil { beginning = clock }
    }
    if bars[slot] == nil { bars[slot] = PrintBar(print) } else { bars[slot]?.add(print) }
    if bars[slot]?.isFull(rule) == true, !full.contains(slot) { full.append(slot) }
  }

  // MARK: Bars

  private func closeBars(before time: Int64) {
    guard case .time(let length) = rule else {
      for slot in full { close(slot, at: clock, isPartial: false) }
      full.removeAll(keepingCapacity: true)
      return
    }
    guard time >= boundary else { return }
    if boundary > .min, let beginning {
      for slot in bars.indices {
        close(
          slot, at: boundary, isPartial: beginning > BarGrid.later(boundary, by: -1, of: length))
      }
    }
    boundary =
      BarBin.boundary(after: Timestamp(milliseconds: time), of: interval)?.milliseconds ?? .max
  }

  private func close(_ slot: Int, at time: Int64, isPartial: Bool) {
    guard let bar = bars[slot] else { return }
    bars[slot] = nil
    if isPartial, options.partial ?? .drop != .mark {
      tally.partial += 1
      return
    }
    var row = BarRow()
    row.time = time
    row.line = lines.number
    row.slot = slot
    row.bar = bar.bar
    row.fields = bar.fields
    if isPartial { row.fields.set(PartialRule.field, 1) }
    closed.append(row)
  }

  /// What is not full at the end is covered in part.
  private func end() {
    isEnded = true
    for slot in full { close(slot, at: clock, isPartial: false) }
    let isTimed = boundary > .min
    let isWhole = isTimed && covered.map { boundary <= $0.upperBound.milliseconds } ?? false
    for slot in bars.indices {
      close(slot, at: isTimed ? boundary : clock, isPartial: !isWhole)
    }
  }
}

/// What the messages or rows of an input were.
public struct PrintCounts: Equatable, Sendable {
  public var prints = 0
  /// Those that came before.
  public var repeated = 0
  /// Those that the exchange's numbers say are missing.
  public var missing: Int64 = 0
  /// Messages of other kinds.
  public var others = 0

  public init() {}

  var text: String {
    ["made bars of \(prints) \(prints == 1 ? "trade" : "trades")"]
      .appending(others > 0, "passed over \(others) other \(others == 1 ? "message" : "messages")")
      .appending(repeated > 0, "dropped \(repeated) that came before")
      .appending(missing > 0, "\(missing) are missing by their numbers")
      .joined(separator: ", ")
  }
}

extension [String] {
  fileprivate func appending(_ isMeant: Bool, _ text: String) -> [String] {
    isMeant ? self + [text] : self
  }
}
