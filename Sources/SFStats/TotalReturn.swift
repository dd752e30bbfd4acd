import SFCore

/// What became of the capital: of the strategy's, or of what was bought and held.
public struct TotalReturn: Codable, Hashable, Sendable {
  public let capital: Price
  /// At the last mark; `nil` before the first.
  public private(set) var equity: Price?

  public init(capital: Price) { self.capital = capital }

  public mutating func update(_ equity: Price) { self.equity = equity }

  /// E_end / capital − 1, as a fraction; `nil` before the first mark and without capital.
  public var value: Double? {
    guard let equity, capital > .zero else { return nil }
    return equity.change(from: capital)
  }
}
