import SFCore

/// What all winning round trips gained over what all losing ones lost, net of fees.
public struct ProfitFactor: Codable, Hashable, Sendable {
  private var gains = AmountSum()
  private var losses = AmountSum()

  public init() {}

  public mutating func update(_ pnl: Price) {
    if pnl > .zero { gains.update(pnl) } else { losses.update(pnl) }
  }

  /// `nil` when nothing was lost.
  public var value: Double? { losses.isZero ? nil : gains.double / -losses.double }
}
