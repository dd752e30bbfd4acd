/// The gains of all days over the losses of all days, whatever their order.
///
/// Σ max(r, 0) / Σ max(−r, 0) of the daily returns r: the threshold is a return of 0.
public struct Omega: Codable, Hashable, Sendable {
  private var count = 0
  private var gains = CompensatedSum()
  private var losses = CompensatedSum()

  public init() {}

  /// Takes the return of a day, as a fraction.
  public mutating func update(_ dailyReturn: Double) {
    count += 1
    if dailyReturn > 0 { gains.update(dailyReturn) } else { losses.update(-dailyReturn) }
  }

  /// `nil` for fewer than 30 returns, or when none is a loss.
  public var value: Double? {
    guard count >= DailyReturns.minimumForYear, losses.value > 0 else { return nil }
    return gains.value / losses.value
  }
}
