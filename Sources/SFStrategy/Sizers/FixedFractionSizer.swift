import SFCore

/// Puts the same fraction of equity into each entry.
public struct FixedFractionSizer: Sizer {
  public static let kind = "fixed_fraction"
  public static let summary = "Puts the same fraction of equity into each entry."
  public static let parameters = [
    Parameter("fraction", .ratio, default: "0.1", most: 1, "of equity, greater than 0")
  ]

  /// Of equity; more than 1 is cut by the free cash.
  public let fraction: Ratio

  public init(fraction: Ratio) throws(ConfigurationError) {
    guard fraction > .zero else {
      throw ConfigurationError("fraction", "must be greater than 0, is \(fraction)")
    }
    self.fraction = fraction
  }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try self.init(fraction: arguments.ratio("fraction"))
  }

  public func notional(
    _ context: SizingContext, _ row: Span<Double>
  ) throws(NoSize) -> Price {
    try context.part(fraction)
  }
}
