import SFCore
import SFWire

/// The bars of one input in the order in which they stand there, also those that cannot be.
package struct RawBars {
  private let rows: Rows
  private let tally: Tally
  private var row = BarRow()
  /// What was said of the file so far.
  private var notes: [IngestNote] = []
  /// What the last read came to, while lines that it passed over are told.
  private var read: Advance?
  /// All that there is, from the last on, of a file whose newest rows come first.
  private var turned: [Event]?
  private let isNewestFirst: Bool
  private let calendar: MarketCalendar?

  package enum Event {
    case bar(RawBar)
    /// A line that holds none, to be read as a bar.
    case unreadable(IngestError)
  }

  /// A bar as it stands in a file.
  package struct RawBar {
    package let symbol: Symbol
    /// `nil` where the file does not say.
    package let interval: Interval?
    /// The time as the file means it, open or close.
    package let time: Timestamp
    package let line: Int
    package let column: Int
    package let bar: Bar
    package let fields: [MarketField]
  }

  package init(_ source: any ByteSource, _ options: IngestOptions) throws {
    var options = options
    options.isLenient = true
    calendar = options.calendar
    isNewestFirst = options.shape.isNewestFirst
    tally = Tally(skippable: .max)
    rows = try Rows.open(source, options, tally)
  }

  /// Whether a bar's time is its close.
  package var saysClose: Bool { rows.saysClose }

  /// How many bars lie between the times of two, by the clock of the file.
  package struct Distances {
    fileprivate let rows: Rows
    fileprivate let calendar: MarketCalendar?

    /// 1 where none is missing; `nil` where they are not on one grid.
    package func steps(from a: Timestamp, to b: Timestamp, _ length: Int64) -> Int64? {
      // An open may be any day of its month, as the last one.
      guard length == CalendarMonth.length, !rows.saysClose else {
        return rows.localClock.steps(from: a.milliseconds, to: b.milliseconds, length)
      }
      let clock = rows.localClock
      return clock.steps(
        from: clock.endOfMonth(from: a.milliseconds), to: clock.endOfMonth(from: b.milliseconds),
        length)
    }

    /// Whether two times are those of months that follow each other.
    package func isMonth(from a: Timestamp, to b: Timestamp) -> Bool {
      rows.localClock.isMonth(from: a.milliseconds, to: b.milliseconds)
    }

    /// How many of so many steps behind a time are bars that the market should have had.
    package func missing(behind a: Timestamp, _ steps: Int64, _ length: Int64) -> Int {
      guard let calendar else { return Int(steps) - 1 }
      let close = rows.saysClose ? a.milliseconds : rows.later(a.milliseconds, of: length)
      return rows.missing(behind: close, steps, length, calendar).count
    }
  }

  package var distances: Distances { Distances(rows: rows, calendar: calendar) }

  /// What was taken for what, and what was not.
  package mutating func takeNotes() -> [IngestNote] {
    defer { (notes, tally.notes) = ([], []) }
    return notes + tally.notes
  }

  /// The next bar, or a line before it that cannot be read; `nil` at the end.
  package mutating func next() throws -> Event? {
    guard isNewestFirst else { return try nextOfFile() }
    if turned == nil {
      var all: [Event] = []
      while let event = try nextOfFile() { all.append(event) }
      turned = all
    }
    return turned?.popLast()
  }

  private mutating func nextOfFile() throws -> Event? {
    while true {
      if read == nil { read = try rows.next(&row, waiting: true) }
      while !tally.notes.isEmpty {
        let note = tally.notes.removeFirst()
        if case .skipped(let error) = note { return .unreadable(error) }
        notes.append(note)
      }
      guard read == .row else { return nil }
      read = nil
      let slot = rows.slots[row.slot]
      guard slot.isWanted else { continue }
      return .bar(
        RawBar(
          symbol: slot.symbol, interval: slot.interval, time: Timestamp(milliseconds: row.time),
          line: row.line, column: row.column, bar: row.bar, fields: row.fields))
    }
  }
}
