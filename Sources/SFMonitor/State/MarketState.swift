import SFCore

/// What the market's stream has said.
public struct MarketState: Sendable {
  /// The last mark; `nil` before the first.
  public private(set) var mark: Timestamp?
  /// The last close of each symbol.
  public private(set) var closes: [Symbol: Price] = [:]
  /// The shortest interval of its bars, in milliseconds; `nil` where no clock closes them.
  public private(set) var interval: Int64?
  /// Bars that were missing today.
  public private(set) var missingToday = 0
  private var day: Int64?

  init() {}

  mutating func take(_ step: borrowing Step) {
    mark = step.ts
    if day != step.ts.day { (day, missingToday) = (step.ts.day, 0) }
    for bar in step.bars {
      let series = step.series[bar.series]
      closes[series.symbol] = bar.close
      guard let length = series.interval.milliseconds else { continue }
      interval = min(interval ?? length, length)
    }
    for gap in step.messages(of: Gap.self) { missingToday += gap.bars }
  }
}
