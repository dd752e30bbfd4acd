/// CAGR over the max drawdown.
public struct Calmar: Codable, Hashable, Sendable {
  private var growth: Double?
  private var depth: Double?

  public init() {}

  /// Takes both figures as they are now, as fractions.
  public mutating func update(cagr: Double?, maxDrawdown: Double?) {
    growth = cagr
    depth = maxDrawdown
  }

  /// `nil` without a CAGR, and when there was no drawdown.
  public var value: Double? {
    guard let growth, let depth, depth > 0 else { return nil }
    return growth / depth
  }
}
