import SFCore

/// How much a symbol moves when another moves by 1: the slope of least squares of its returns over
/// those of the other, of the last `period` marks at which both have a bar.
public struct BetaTo: AcrossFeature {
  public static let kind = "beta_to"
  public static let summary = "Slope of the returns over those of another symbol."
  public static let parameters = CommonReturns.parameters
  public static let output = FeatureOutput(.none)
  public static let needsSource = false

  private var returns: CommonReturns

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    returns = CommonReturns(arguments)
  }

  public var warmUp: Int { returns.period + 1 }
  public var reference: Symbol? { returns.reference }

  public mutating func update(
    _ values: Span<Double>, of series: Span<SeriesIndex>, reference: Int?,
    into results: inout MutableSpan<Double>
  ) {
    returns.update(values, of: series, reference: reference, into: &results) { $0.slope }
  }
}
