import SFCore

/// The bars of one input in order of time: checked, filtered, and one ahead of the merge.
final class Feed {
  let rows: Rows
  /// The bar at the head, and the close of it in milliseconds.
  private(set) var row = BarRow()
  private(set) var ts: Int64 = .min

  private let options: IngestOptions
  private let tally: Tally
  private let from: Int64
  private let to: Int64
  /// The line of the row before the head, for messages.
  private var lastLine = 0
  private(set) var hasBars = false

  /// Rows read ahead: until an interval is known, or to be sorted.
  private var ahead: [BarRow] = []
  private var position = 0
  /// A slot whose interval was told by its first two rows.
  private var told: Int?

  /// What mends the bars, and what it has made and is not handed out; `nil` where they stay.
  private var repair: Repair?
  private var mended: [BarRow] = []
  private var nextMended = 0

  /// Rows of other symbols that may stand between the first two of one.
  private static let farthest = 1 << 16

  init(_ rows: Rows, _ options: IngestOptions, _ tally: Tally) throws {
    self.rows = rows
    self.options = options
    self.tally = tally
    from = options.from?.milliseconds ?? .min
    to = options.to?.milliseconds ?? .max
    if options.sorts { try sort() }
    if !options.sorts {
      repair = options.repair.map {
        Repair($0, limit: options.repairLimit, options.calendar)
      }
    }
  }

  /// Moves to the next bar that is asked for.
  func advance(waiting: Bool) throws -> Advance {
    while true {
      let event = try repair == nil ? take(waiting) : takeMended(waiting)
      guard event == .row else { return event }
      if rows.states[row.slot].length == nil { try tellInterval() }
      let length = rows.states[row.slot].length ?? 0
      let close = close(of: row, length)
      guard close >= ts else {
        try tally.skip(outOfOrder(row, behind: ts - (rows.saysClose ? 0 : length), of: lastLine))
        continue
      }
      lastLine = row.line
      ts = close
      let open = rows.saysClose ? BarGrid.later(close, by: -1, of: length) : row.time
      if open >= from, open < to {
        hasBars = true
        return .row
      }
    }
  }

  @inline(__always)
  private func take(_ waiting: Bool) throws -> Advance {
    if position < ahead.count {
      row = ahead[position]
      position += 1
      if position == ahead.count {
        ahead.removeAll()
        position = 0
      }
      return .row
    }
    return try fetch(&row, waiting)
  }

  /// Reads the next row of a symbol that is wanted.
  @inline(__always)
  private func fetch(_ row: inout BarRow, _ waiting: Bool) throws -> Advance {
    while true {
      let event = try rows.next(&row, waiting: waiting)
      guard event == .row else { return event }
      if !rows.states[row.slot].isWanted { continue }
      if rows.states[row.slot].length == nil, try !observe(row) { continue }
      return .row
    }
  }

  // MARK: Sorting

  private func sort() throws {
    var row = BarRow()
    while try rows.next(&row, waiting: true) == .row {
      if rows.slots[row.slot].isWanted { ahead.append(row) }
    }
    ahead.sort { ($0.time, $0.line) < ($1.time, $1.line) }
    for row in ahead where rows.slots[row.slot].interval == nil { _ = try observe(row) }
    try mendSorted()
  }

  // MARK: Repair

  /// Mends the rows of each symbol of a file that is in memory.
  private func mendSorted() throws {
    guard let rule = options.repair else { return }
    var repairs = rows.slots.map { _ in
      Repair(rule, limit: options.repairLimit, options.calendar)
    }
    var list: [BarRow] = []
    list.reserveCapacity(ahead.count)
    for row in ahead {
      let length = rows.states[row.slot].length ?? 0
      repairs[row.slot].take(row, at: close(of: row, length), length, of: rows, &list, tally)
    }
    ahead = list
    ahead.sort { ($0.time, $0.line) < ($1.time, $1.line) }
  }

  /// Takes the next bar of what a repair makes of those that come.
  private func takeMended(_ waiting: Bool) throws -> Advance {
    while nextMended == mended.count {
      mended.removeAll(keepingCapacity: true)
      nextMended = 0
      let event = try take(waiting)
      guard event == .row else { return event }
      if options.repair != .drop, rows.slots.count > 1 {
        throw error(
          row,
          "found \(rows.slots[1].symbol) beside \(rows.slots[0].symbol), expected one symbol in a "
            + "file whose missing bars are made up",
          help: "--sort reads each file into memory, where several can be")
      }
      if rows.states[row.slot].length == nil { try tellInterval() }
      let length = rows.states[row.slot].length ?? 0
      repair?.take(row, at: close(of: row, length), length, of: rows, &mended, tally)
    }
    row = mended[nextMended]
    nextMended += 1
    return .row
  }

  @inline(__always)
  private func close(of row: BarRow, _ length: Int64) -> Int64 { rows.close(of: row, length) }

  // MARK: Intervals

  /// Notes a row of a symbol whose interval is not known, and tells it from the second.
  ///
  /// `false` for a row before the first, which has been counted as one that is skipped.
  private func observe(_ row: BarRow) throws -> Bool {
    let slot = rows.slots[row.slot]
    guard let first = slot.first else {
      rows.slots[row.slot].first = (row.time, row.line)
      return true
    }
    let difference = row.time - first.time
    if difference == 0 { return true }
    if difference < 0 {
      try tally.skip(outOfOrder(row, behind: first.time, of: first.line))
      return false
    }
    let distance = rows.localClock.distance(from: first.time, to: row.time)
    let isMonth = rows.localClock.isMonth(from: first.time, to: row.time)
    guard let interval = isMonth ? .month : Interval(between: distance) else {
      throw error(
        row,
        "found \(Self.length(difference)) between the first two rows of \(slot.symbol), "
          + "expected an interval: \(Interval.rule)",
        help: "say the length of a bar: --interval, as 1h or 1d")
    }
    // All that are known are the same.
    if let told, case let other = rows.slots[told], let known = other.interval,
      known != interval
    {
      throw error(
        row,
        "found \(interval) between the first two rows of \(slot.symbol), expected "
          + "\(known) as for \(other.symbol)",
        help: "give the interval of all rows: --interval \(known)")
    }
    rows.setInterval(interval, ofSlot: row.slot)
    told = told ?? row.slot
    tally.notes.append(.interval(file: rows.file, symbol: slot.symbol, interval: interval))
    return true
  }

  /// Reads on until the interval of the head's symbol is known.
  private func tellInterval() throws {
    let slot = row.slot
    while rows.slots[slot].interval == nil {
      var next = BarRow()
      guard ahead.count - position < Self.farthest, try fetch(&next, true) == .row else {
        throw error(
          row, "found one row of \(rows.slots[slot].symbol), expected two to tell its interval",
          help: "say the length of a bar: --interval, as 1h or 1d")
      }
      ahead.append(next)
    }
  }

  // MARK: Errors

  private func outOfOrder(_ row: BarRow, behind time: Int64, of line: Int) -> IngestError {
    error(
      row,
      "found \(Timestamp(milliseconds: row.time)) behind \(Timestamp(milliseconds: time)) of "
        + "line \(line), expected rows in order of time",
      help: hasBars
        ? "--sort sorts each file in memory"
        : "--sort sorts each file in memory; --order newest_first says that the newest comes first")
  }

  func error(_ row: BarRow, _ message: String, help: String?) -> IngestError {
    IngestError(
      file: rows.file, line: row.line, column: row.column, message: message, help: help)
  }

  /// A length of time as people write it.
  static func length(_ milliseconds: Int64) -> String {
    if let interval = Interval(milliseconds: milliseconds) { return interval.text }
    if milliseconds % 60_000 == 0 { return "\(milliseconds / 60_000) minutes" }
    return milliseconds % 1_000 == 0
      ? "\(milliseconds / 1_000) seconds" : "\(milliseconds) milliseconds"
  }
}

extension IngestOptions {
  /// A length of time as people write it.
  package static func text(ofLength milliseconds: Int64) -> String { Feed.length(milliseconds) }
}
