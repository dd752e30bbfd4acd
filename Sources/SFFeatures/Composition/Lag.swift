import SFCore

/// The number of some bars ago.
///
/// Bars are counted, not values: where the number was missing, so is its lag.
public struct Lag: NumberFeature {
  public static let kind = "lag"
  public static let group = FeatureGroup.composition
  public static let summary = "The number of some bars ago, as in lag:3(rsi:14)."
  public static let parameters = [Parameter.period("bars", default: 1, "how many bars ago")]
  public static let outputs = [FeatureOutput(.price)]
  public static let takesMissing = true

  public let bars: Int
  /// As bits, since a missing number is one that no text of numbers holds.
  private var numbers: Ring<UInt64>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    bars = arguments.integer("bars")
    numbers = Ring(bars)
  }

  public var warmUp: Int { bars + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = numbers.push(value.bitPattern).map { Double(bitPattern: $0) } ?? .nan
  }
}
