import SFCore

/// The average true range as a percentage of the close, so that markets can be compared.
public struct NATR: Feature {
  public static let kind = "natr"
  public static let summary = "Average true range in percent of the close."
  public static let parameters = ATR.parameters
  public static let outputs = [FeatureOutput(.percent)]

  public let period: Int
  private var range = TrueRange()
  private var mean: WilderMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    mean = WilderMean(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] =
      range.update(bar).flatMap { mean.update($0) }.map { $0 / bar.close.double * 100 }
      ?? .nan
  }
}
