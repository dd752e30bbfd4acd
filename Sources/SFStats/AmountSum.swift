import SFCore

/// A sum of amounts, exact for any number of them.
public struct AmountSum: Codable, Hashable, Sendable, CustomStringConvertible {
  /// In units of 10⁻⁸: 2⁶⁴ of the largest amounts fit.
  private var units: Int128 = 0

  public init() {}

  public mutating func update(_ amount: some FixedPoint) { units += Int128(amount.units) }

  public static func + (a: AmountSum, b: AmountSum) -> AmountSum {
    var sum = a
    sum.units += b.units
    return sum
  }

  public var isZero: Bool { units == 0 }

  /// The sum as an amount; `nil` beyond its range.
  public var amount: Price? { Int64(exactly: units).map(Price.init(units:)) }

  public var description: String { amount?.description ?? "\(double)" }

  /// The `Double` nearest to the sum.
  public var double: Double { ExactRatio.double(units, over: 100_000_000) }

  /// Sum / count; `nil` without a count.
  public func mean(of count: Int) -> Double? {
    count > 0 ? ExactRatio.double(units, over: 100_000_000) / Double(count) : nil
  }

  /// Saved exactly, as the text of its units.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let units = Int128(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not an Int128: \(text)"))
    }
    self.units = units
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(String(units))
  }
}
