import SFCore

/// Aroon up less Aroon down, -100 to 100: above 0 the highest high came after the lowest low (Chande,
/// "A Time Price Oscillator", 1995).
public struct AroonOscillator: BarFeature {
  public static let kind = "aroonosc"
  public static let group = FeatureGroup.trend
  public static let summary = "Aroon up less Aroon down, -100 to 100."
  public static let parameters = Aroon.parameters
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var ages: AroonAges

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    ages = AroonAges(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let (up, down) = ages.update(bar) else { return }
    values[0] = up - down
  }
}
