/// What a column of time says of the equity.
public struct EquityColumn: ColumnValue {
  public private(set) var equity: Band
  /// The last value of buying and holding; `nil` where no line said it.
  public private(set) var buyHold: Double?
  /// The deepest fall below the high-water mark, a positive fraction; `nil` where it does not exist.
  public private(set) var drawdown: Double?

  package init(equity: Double, buyHold: Double?, drawdown: Double?) {
    self.equity = Band(equity)
    self.buyHold = buyHold
    self.drawdown = drawdown
  }

  public mutating func append(_ next: EquityColumn) {
    equity.append(next.equity)
    if let hold = next.buyHold { buyHold = hold }
    if let depth = next.drawdown { drawdown = max(drawdown ?? depth, depth) }
  }
}
