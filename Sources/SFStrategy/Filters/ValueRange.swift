import SFCore

/// The values from `min` to `max`, both inside, as far as they are given.
public struct ValueRange: Hashable, Sendable, Codable {
  public let min: Double?
  public let max: Double?

  init(_ arguments: Arguments) throws(ConfigurationError) {
    min = arguments.optionalNumber("min")
    max = arguments.optionalNumber("max")
    if let min, let max, min > max {
      throw ConfigurationError("min", "must not exceed max (\(max)), is \(min)")
    }
  }

  /// Whether every value is inside.
  var isOpen: Bool { min == nil && max == nil }

  func answer(_ value: Double) -> FilterAnswer {
    if let min, value < min { return .no(.rule(.belowMin)) }
    if let max, value > max { return .no(.rule(.aboveMax)) }
    return .yes
  }
}
