import SFCore

/// Refuses entries while volatility is extreme: outside a band, or high among its last values.
///
/// The percentile of a value is the share of the last `window` values of its
/// symbol, itself among them, that are not above it; until there are so many,
/// entries are refused. Values that are missing do not count.
///
///     window 5, max_percentile 0.8
///     natr_14      1    2    3    2.5   1.5   4
///     percentile                        0.4   1     refused: 1 > 0.8
public struct VolatilityFilter: EntryFilter {
  public static let kind = "volatility"
  public static let summary = "Refuses entries while volatility is extreme."
  public static let parameters = [
    Parameter("feature", .column, default: "natr_14", "the column that measures it"),
    Parameter("min", .number, default: "none", allowsNone: true, "a lower value refuses"),
    Parameter("max", .number, default: "none", allowsNone: true, "a higher value refuses"),
    Parameter(
      "max_percentile", .ratio, default: "none", allowsNone: true,
      "a higher share of lower or equal values refuses, 0 to 1"),
    Parameter("window", .integer(2...100_000), default: "500", "values of the percentile"),
  ]

  public let feature: String
  public let band: ValueRange
  public let maxPercentile: Ratio?
  public let window: Int
  private var position: Int?
  /// By series: the last `window` values, in a ring.
  private var recent: [Ring] = []

  private struct Ring: Hashable, Sendable, Codable {
    var values: [Double] = []
    var next = 0
  }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    feature = arguments.name("feature")
    band = try ValueRange(arguments)
    maxPercentile = arguments.optionalRatio("max_percentile")
    window = arguments.integer("window")
    if let maxPercentile, maxPercentile <= .zero || maxPercentile >= .one {
      throw ConfigurationError("max_percentile", "must be between 0 and 1, is \(maxPercentile)")
    }
    guard !band.isOpen || maxPercentile != nil else {
      throw ConfigurationError("min", "or max or max_percentile must be given")
    }
  }

  public var needs: [ColumnNeed] { [ColumnNeed(feature)] }
  public mutating func bind(_ positions: [Int]) { position = positions.first }

  public mutating func update(_ mark: MarkView, _ values: Span<Double>) {
    guard maxPercentile != nil, let position else { return }
    for index in mark.bars.indices {
      let (series, value) = (
        mark.bars[index].bar.series, values[mark.bars[index].start + position]
      )
      guard !value.isNaN else { continue }
      while recent.count <= series { recent.append(Ring()) }
      if recent[series].values.count < window {
        recent[series].values.append(value)
      } else {
        recent[series].values[recent[series].next] = value
        recent[series].next = (recent[series].next + 1) % window
      }
    }
  }

  /// The values of a window that are not above one; `nil` until the window is full. Counted when
  /// an entry asks: an ordered window would cost more at each bar than this at each signal.
  private func rank(of value: Double, _ series: SeriesIndex) -> Int? {
    guard series < recent.count, recent[series].values.count == window else { return nil }
    return recent[series].values.reduce(0) { $0 + ($1 <= value ? 1 : 0) }
  }

  public func answer(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> FilterAnswer {
    guard let position, !row[position].isNaN else { return .missing(feature) }
    let answer = band.answer(row[position])
    guard answer == .yes, let maxPercentile else { return answer }
    guard let rank = rank(of: row[position], entry.series) else {
      return .unknown(.fewer(than: window, "values"))
    }
    let isHigh =
      Int128(rank) * Int128(Ratio.one.units) > Int128(maxPercentile.units) * Int128(window)
    return isHigh ? .no(.rule(.aboveMaxPercentile)) : .yes
  }

  public func numbers(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> [NamedNumber] {
    guard let position else { return [] }
    let value = NamedNumber(feature, row[position])
    guard maxPercentile != nil else { return [value] }
    let rank = rank(of: row[position], entry.series)
    return [value, NamedNumber("percentile", rank.map { Double($0) / Double(window) })]
  }
}
