/// Rolling figures in a column of time: the last of each.
public struct RollingColumn: ColumnValue {
  /// Annual; `nil` when all returns were the same.
  public private(set) var sharpe: Double?
  /// Annual, as a fraction.
  public private(set) var volatility: Double

  public init(sharpe: Double?, volatility: Double) {
    self.sharpe = sharpe
    self.volatility = volatility
  }

  public mutating func append(_ next: RollingColumn) { self = next }
}
