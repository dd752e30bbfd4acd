import SFCore

/// What the market's stream has said.
public struct MarketState: Sendable {
  /// The last mark; `nil` before the first.
  public private(set) var mark: Timestamp?
  /// The last close of each symbol.
  public private(set) var closes: [Symbol: Price] = [:]
  /// The shortest interval of its bars, in milliseconds; `nil` where no clock closes them.
  public private(set) var interval: Int64?
  /// Bars that were missing, by day.
  public private(set) var missing = Daily(0)

  init() {}

  mutating func take(_ step: borrowing Step) {
    mark = step.ts
    missing.begin(step.ts.day, with: 0)
    for bar in step.bars {
      let series = step.series[bar.series]
      closes[series.symbol] = bar.close
      guard let length = series.interval.milliseconds else { continue }
      interval = min(interval ?? length, length)
    }
    for gap in step.messages(of: Gap.self) { missing.today += gap.bars }
  }
}
