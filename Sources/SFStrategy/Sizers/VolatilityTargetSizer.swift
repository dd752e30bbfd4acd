import SFCore

/// Sizes an entry so that its return varies as much a year as is wanted.
///
/// E · annual / (vol · √(bars per year)) / √positions, at most E · max_fraction
///
///     E 10 000, annual 0.2, 1h bars (8 760 a year), vol 0.005
///     a year's deviation 0.005 · √8 760 = 0.468      notional 4 273.73843171
///
/// `vol` is the deviation of the returns of one bar, as a fraction; `positions`
/// is how many are held at a time, taken as independent of each other.
public struct VolatilityTargetSizer: Sizer {
  public static let kind = "volatility_target"
  public static let summary = "Sizes an entry for a wanted deviation a year."
  public static let parameters = [
    Parameter("annual", .ratio, default: "0.2", likely: 2, "deviation a year, a fraction"),
    Parameter("vol", .column, default: "ret_std_20", "deviation of one bar, a fraction"),
    Parameter("positions", .integer(1...10_000), default: "1", "held at a time"),
    Parameter("max_fraction", .ratio, default: "1", likely: 1, "of equity, at most"),
  ]
  public static let readsBarsPerYear = true

  public let annual: Ratio
  public let vol: String
  public let positions: Int
  public let maxFraction: Ratio
  private var position: Int?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    annual = try arguments.positiveRatio("annual")
    vol = arguments.name("vol")
    positions = arguments.integer("positions")
    maxFraction = try arguments.positiveRatio("max_fraction")
  }

  public var needs: [ColumnNeed] { [ColumnNeed(vol, .fraction)] }
  public mutating func bind(_ positions: [Int]) { position = positions.first }

  public func notional(
    _ context: SizingContext, _ row: Span<Double>
  ) throws(NoSize) -> Price {
    guard let position, !row[position].isNaN else { throw .missing(vol) }
    guard row[position] > 0 else { throw .zero(vol) }
    let fraction =
      annual.double / (row[position] * context.barsPerYear.squareRoot())
      / Double(positions).squareRoot()
    return fraction < maxFraction.double
      ? try context.part(fraction) : try context.part(maxFraction)
  }

  public func numbers(_ context: SizingContext, _ row: Span<Double>) -> [NamedNumber] {
    [
      NamedNumber(vol, position.map { row[$0] }), NamedNumber("bars_per_year", context.barsPerYear),
    ]
  }
}
