import SFCore

/// What is done about bars that cannot be and bars that are missing.
///
/// Without one a bar that cannot be is an error, and missing bars are a gap. With one, what is done
/// is counted and said, and a bar that is made up has volume 0 and the market field `repaired` 1.
public enum RepairRule: String, CaseIterable, Sendable {
  /// A bar that cannot be is left out, as if it were missing.
  case drop
  /// Then what is missing stands still at the last close.
  case forwardFill = "forward_fill"
  /// Then what is missing lies on the line between the bars around it, each of the four prices on
  /// its own. It says before what came after: not for a backtest of what could have been known.
  case interpolate
}

/// Mends the bars of one symbol as they come, in order of time.
struct Repair {
  private let rule: RepairRule
  /// How many bars in a row are made at most; a longer gap stays one.
  private let limit: Int
  private var last: (row: BarRow, close: Int64)?
  private let calendar: MarketCalendar?

  /// The market field of a bar that was made up.
  static let field = "repaired"

  init(_ rule: RepairRule, limit: Int, _ calendar: MarketCalendar?) {
    self.rule = rule
    self.calendar = calendar
    self.limit = limit
  }

  /// Takes the next bar, which closes at `close`; adds to `list` what goes on.
  mutating func take(
    _ row: BarRow, at close: Int64, _ length: Int64, of rows: Rows, _ list: inout [BarRow],
    _ tally: Tally
  ) {
    guard row.bar.fault == nil else {
      tally.repairs.bad += 1
      return
    }
    if rule != .drop, length > 0, let last, close - last.close > length,
      let steps = rows.localClock.steps(from: last.close, to: close, length)
    {
      let places =
        calendar.map { rows.missing(behind: last.close, steps, length, $0) }
        ?? (steps > 1 ? Array(1...steps - 1) : [])
      let missing = places.count
      if missing > limit {
        tally.repairs.tooLong += 1
      } else if missing > 0 {
        tally.repairs.made += missing
        for (index, place) in places.enumerated() {
          let time = rows.later(last.row.time, by: place, of: length)
          list.append(made(index + 1, of: missing, from: last.row, row, at: time))
        }
      }
    }
    list.append(row)
    // A bar that goes back is an error of whoever takes it.
    if last.map({ $0.close < close }) ?? true { last = (row, close) }
  }

  private func made(
    _ place: Int, of missing: Int, from before: BarRow, _ after: BarRow, at time: Int64
  ) -> BarRow {
    var row = BarRow()
    row.time = time
    row.line = after.line
    row.slot = after.slot
    func price(_ key: KeyPath<Bar, Price>) -> Price {
      guard rule == .interpolate else { return before.bar.close }
      let (a, b) = (before.bar[keyPath: key].units, after.bar[keyPath: key].units)
      // Rounding keeps the order of the four, and so high above low.
      let share = ExactRatio.double(Int128(b - a) * Int128(place), over: Int64(missing + 1))
      return Price(units: a + Int64(share.rounded()))
    }
    row.bar = Bar(
      series: 0, open: price(\.open), high: price(\.high), low: price(\.low), close: price(\.close),
      volume: before.bar.volume.map { _ in 0 })
    row.fields = [MarketField(name: Self.field, value: 1)]
    return row
  }
}

/// What a repair came to.
public struct RepairCounts: Equatable, Sendable {
  /// Bars that could not be, left out or made anew.
  public var bad = 0
  /// Bars that were made.
  public var made = 0
  /// Gaps that are longer than what is made up.
  public var tooLong = 0

  public init() {}

  var text: String {
    "repair: left out \(bad) impossible \(bad == 1 ? "bar" : "bars"), made up \(made)"
      + (tooLong > 0
        ? ", left \(tooLong) longer \(tooLong == 1 ? "gap" : "gaps") (--repair-limit)" : "")
  }
}
