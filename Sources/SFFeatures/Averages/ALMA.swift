import SFCore

/// The Arnaud Legoux moving average: the last `period` closes weighted by a bell.
///
///     weight of place i = exp(−(i − m)² / 2s²),  i = 0 the oldest
///     m = offset · (period − 1),  s = period / sigma
///
/// (Legoux and Kouzis-Loukas, 2009). A bell cannot be moved over a window by
/// updating, so a bar costs a multiplication for each of the `period` closes:
/// some nanoseconds at 9, a microsecond at 2 000.
public struct ALMA: NumberFeature {
  public static let kind = "alma"
  public static let group = FeatureGroup.averages
  public static let summary = "Arnaud Legoux moving average of the close: a bell of weights."
  public static let parameters = [
    Parameter.period(default: 9, "bars in the average"),
    Parameter("offset", .number, default: "0.85", "middle of the bell, 0 oldest to 1 newest"),
    Parameter("sigma", .number, default: "6", "deviations of the bell in the window"),
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  public let offset: Double
  public let sigma: Double
  /// They add up to 1.
  private let weights: [Double]
  private var closes: Ring<Double>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    offset = arguments.number("offset")
    sigma = arguments.number("sigma")
    guard (0...1).contains(offset) else {
      throw ConfigurationError("offset", "must be 0 to 1, is \(offset)")
    }
    guard sigma > 0, sigma <= 100 else {
      throw ConfigurationError("sigma", "must be greater than 0 and at most 100, is \(sigma)")
    }
    let middle = offset * Double(period - 1)
    let deviation = Double(period) / sigma
    let bell = (0..<period).map { place in
      let distance = (Double(place) - middle) / deviation
      return (-distance * distance / 2).exponential
    }
    let sum = bell.reduce(0, +)
    weights = bell.map { $0 / sum }
    closes = Ring(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    _ = closes.push(value)
    values[0] = .nan
    guard closes.isFull else { return }
    // Distances from the newest: equal closes have exactly their own mean.
    var distance = 0.0
    var place = 0
    closes.forEach { close in
      distance += (close - value) * weights[place]
      place += 1
    }
    values[0] = value + distance
  }
}
