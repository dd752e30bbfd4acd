/// A further field of a bar: `funding_rate`, `open_interest`, `quote_volume`, `trades` ….
public struct MarketField: Hashable, Sendable, Codable {
  public var name: String
  public var value: Double

  public init(name: String, value: Double) {
    self.name = name
    self.value = value
  }
}
