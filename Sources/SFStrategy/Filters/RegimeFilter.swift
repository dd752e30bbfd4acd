import SFCore

/// Lets entries pass while a feature is inside a band.
///
///     regime:feature=rsi_14,min=40,max=60
///
/// A value at a bound is inside.
public struct RegimeFilter: EntryFilter {
  public static let kind = "regime"
  public static let summary = "Lets entries pass while a feature is inside a band."
  public static let parameters = [
    Parameter("feature", .column, "the column that tells the regime"),
    Parameter("min", .number, default: "none", allowsNone: true, "a lower value refuses"),
    Parameter("max", .number, default: "none", allowsNone: true, "a higher value refuses"),
  ]

  public let feature: String
  public let band: Band
  private var position: Int?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    feature = arguments.name("feature")
    band = try Band(arguments)
    guard !band.isOpen else { throw ConfigurationError("min", "or max must be given") }
  }

  public var needs: [ColumnNeed] { [ColumnNeed(feature)] }
  public mutating func bind(_ positions: [Int]) { position = positions.first }

  public func answer(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> FilterAnswer {
    guard let position, !row[position].isNaN else { return .missing(feature) }
    return band.answer(row[position])
  }

  public func figures(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> [Figure] {
    [Figure(feature, position.map { row[$0] })]
  }
}

/// The values from `min` to `max`, both inside, as far as they are given.
public struct Band: Hashable, Sendable, Codable {
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
    if let min, value < min { return .no("below_min") }
    if let max, value > max { return .no("above_max") }
    return .yes
  }
}
