import SFCore

/// What became of the capital: of the strategy's, or of what was bought and held.
public struct TotalReturn: Codable, Hashable, Sendable {
  public let capital: Price
  /// At the last mark; `nil` before the first.
  public private(set) var equity: Price?
  private var isRuined = false

  public init(capital: Price) { self.capital = capital }

  public mutating func update(_ equity: Price) {
    self.equity = equity
    if equity <= .zero { isRuined = true }
  }

  /// E_end / capital − 1, as a fraction; `nil` before the first mark, without capital, and when
  /// equity was 0 or less: what was made behind that was not made of the capital.
  public var value: Double? {
    guard let equity, capital > .zero, !isRuined else { return nil }
    return equity.change(from: capital)
  }
}
