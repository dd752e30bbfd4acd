import SFCore

/// Whether a symbol moves with another: Pearson's coefficient of their returns, -1 to 1, of the last
/// `period` marks at which both have a bar.
public struct CorrelationTo: AcrossFeature {
  public static let kind = "correlation_to"
  public static let summary = "Correlation of the returns with those of another symbol, -1 to 1."
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
    returns.update(values, of: series, reference: reference, into: &results) { $0.correlation }
  }
}
