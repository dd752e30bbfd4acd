import SFCore

/// What reading on came to.
enum Advance { case row, end, blocked }

/// A bar as it stands in a file.
package struct BarRow {
  /// The time as the file means it, open or close, in milliseconds.
  package var time: Int64 = 0
  /// Where the time stands, in lines and bytes from 1.
  package var line = 0
  var column = 1
  /// The place of the row's symbol among those of the file.
  var slot = 0
  package var bar = Bar(series: 0, open: 0, high: 0, low: 0, close: 0, volume: nil)
  /// Further market fields, in ascending order of name.
  package var fields: [MarketField] = []
}

/// One series of a file.
struct Slot {
  let symbol: Symbol
  /// `nil` until it is known.
  fileprivate(set) var interval: Interval?
  let isWanted: Bool
  /// The first row, while the interval is not known.
  var first: (time: Int64, line: Int)?

  init(_ symbol: Symbol, _ interval: Interval?, isWanted: Bool) {
    self.symbol = symbol
    self.interval = interval
    self.isWanted = isWanted
  }
}

/// What every row asks of its slot: numbers, so that asking counts no reference.
struct SlotState {
  /// The length of the interval in milliseconds, 0 for one without; `nil` until it is known.
  fileprivate(set) var length: Int64?
  let isWanted: Bool
  /// The series in the run's table; `nil` until its first bar is taken.
  var series: SeriesIndex?

  fileprivate init(_ slot: Slot) {
    length = slot.interval.map { $0.milliseconds ?? 0 }
    isWanted = slot.isWanted
  }
}

/// The bars of one input in the order in which they stand there: one subclass for each format.
class Rows {
  let file: String
  final var slots: [Slot] = []
  final var states: [SlotState] = []
  /// Whether a row's time is the close of its bar.
  final let saysClose: Bool
  /// Whose days and weeks those of the bars are; `nil` for UTC.
  final let zone: ZoneRules?
  private final let hasZone: Bool

  init(file: String, saysClose: Bool, zone: ZoneRules? = nil) {
    self.file = file
    self.saysClose = saysClose
    self.zone = zone
    hasZone = zone != nil
  }

  /// What the times of the input add to UTC.
  var localClock: LocalClock { LocalClock(zone) }

  /// When a bar closes.
  @inline(__always)
  final func close(of row: BarRow, _ length: Int64) -> Int64 {
    if saysClose { return row.time }
    if length == CalendarMonth.length { return localClock.endOfMonth(from: row.time) }
    return hasZone ? later(row.time, of: length) : row.time + length
  }

  /// The time that is so many bars later; days, weeks and months are those of the zone.
  final func later(_ time: Int64, by count: Int64 = 1, of length: Int64) -> Int64 {
    localClock.later(time, by: count, of: length)
  }

  final func add(_ slot: Slot) {
    slots.append(slot)
    states.append(SlotState(slot))
  }

  final func setInterval(_ interval: Interval, ofSlot slot: Int) {
    slots[slot].interval = interval
    states[slot].length = interval.milliseconds ?? 0
  }

  /// Reads the next bar; with `waiting` it is never `.blocked`.
  func next(_ row: inout BarRow, waiting: Bool) throws -> Advance { .end }

  /// Whether, by what has been read, all bars of that time have come.
  func hasAllBars(of milliseconds: Int64) -> Bool { false }

  /// The bars that are missing behind a close, where the next is so many steps away; `nil` where
  /// the market was closed at all of them.
  final func gap(
    _ series: SeriesIndex, behind last: Int64, _ steps: Int64, _ length: Int64,
    _ calendar: MarketCalendar?
  ) -> Gap? {
    if let calendar {
      let places = missing(behind: last, steps, length, calendar)
      guard let first = places.first, let final = places.last else { return nil }
      return Gap(
        series: series, from: Timestamp(milliseconds: later(last, by: first, of: length)),
        to: Timestamp(milliseconds: later(last, by: final, of: length)), bars: places.count)
    }
    return Gap(
      series: series, from: Timestamp(milliseconds: later(last, of: length)),
      to: Timestamp(milliseconds: later(last, by: steps - 1, of: length)), bars: Int(steps) - 1)
  }

  /// Which of the steps behind a close, from 1, are bars that the market should have had.
  final func missing(
    behind last: Int64, _ steps: Int64, _ length: Int64, _ calendar: MarketCalendar
  ) -> [Int64] {
    calendar.missing(steps - 1, from: last, length, shift: localClock.shift(at: last))
  }

  /// Whether the interval of a series was told by its first two rows.
  final func wasTold(_ series: Series) -> Bool {
    slots.contains { $0.symbol == series.symbol && $0.first != nil }
  }

  /// What is to be said at the end.
  var lastNotes: [IngestNote] { [] }

  var isCut: Bool { false }
}
