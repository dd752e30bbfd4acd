import SFCore

/// Closes a position that has come back from its best close by a distance.
///
/// The peak starts at the entry, or with `activation_pct` at the first close
/// that has gained that much. At each close it is moved, then tested:
///
///     long from 100, trail_pct 0.02
///     close   103        101        100.94
///     peak    103        103        103
///     stop    100.94     100.94     closed: at or below 103 × 0.98
///
/// The distance is a fraction of the peak, or a multiple of a column in price
/// units at the bar (`trail_atr_mult`, `atr`), which may grow again. With levels
/// inside bars the high moves the peak (the low of a short), for the next bar.
public struct TrailingStopExit: ExitRule {
  public static let kind = "trailing_stop"
  public static let summary = "Closes a position that came back from its peak."
  public static let parameters = [
    Parameter(
      "trail_pct", .ratio, default: "0.02", unless: "trail_atr_mult", most: 1, likely: 0.5,
      "the distance, a fraction of the peak"),
    Parameter(
      "trail_atr_mult", .ratio, isOptional: true, "the distance in multiples of atr, instead"),
    Parameter("atr", .column, default: "atr_14", "the column of trail_atr_mult, in price units"),
    Parameter(
      "activation_pct", .ratio, default: "none", allowsNone: true, likely: 1,
      "the gain at a close that starts it"),
  ]

  /// How far the stop lies from the peak.
  enum Distance: Sendable, Codable, Hashable {
    /// A fraction of the peak.
    case fraction(Ratio)
    /// A multiple of the column.
    case multiple(Ratio)
  }

  let distance: Distance
  /// The gain that starts it, as a fraction of the entry price; `nil` to start at the entry.
  let activationPct: Ratio?
  private var column: LevelColumn
  /// The best price so far; `nil` before it starts.
  private var peak: Price?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    activationPct = arguments.optionalRatio("activation_pct")
    column = LevelColumn(arguments.name("atr"))
    if let activationPct, activationPct <= .zero {
      throw ConfigurationError("activation_pct", "must be greater than 0, is \(activationPct)")
    }
    guard let multiple = arguments.optionalRatio("trail_atr_mult") else {
      let fraction = arguments.ratio("trail_pct")
      guard fraction > .zero, fraction < .one else {
        throw ConfigurationError("trail_pct", "must be between 0 and 1, is \(fraction)")
      }
      distance = .fraction(fraction)
      return
    }
    guard arguments.optionalRatio("trail_pct") == nil else {
      throw ConfigurationError("trail_pct", "and trail_atr_mult are two distances: give one")
    }
    guard multiple > .zero else {
      throw ConfigurationError("trail_atr_mult", "must be greater than 0, is \(multiple)")
    }
    distance = .multiple(multiple)
  }

  public static var hasLevels: Bool { true }

  private var readsColumn: Bool { if case .multiple = distance { true } else { false } }

  public var needs: [ColumnNeed] { readsColumn ? [column.need] : [] }
  public mutating func bind(_ positions: [Int]) { column.bind(positions) }

  public mutating func prepare(_ row: Span<Double>) -> RefusalReason? {
    readsColumn ? column.prepare(row) : nil
  }

  public mutating func wait(_ row: Span<Double>) { if readsColumn { column.take(row) } }

  public mutating func learn(_ market: MarketView, _ row: Span<Double>, for position: Position) {
    if readsColumn { column.take(row) }
    if let activationPct, peak == nil {
      if position.hasGained(activationPct, at: market.bar.close) { peak = market.bar.close }
      return
    }
    let (before, best) = (peak ?? position.entryPrice, market.best(for: position.direction))
    peak = position.direction == .long ? max(before, best) : min(before, best)
  }

  public func levels(for position: Position) -> ExitLevels {
    guard let peak = peak ?? (activationPct == nil ? position.entryPrice : nil) else {
      return ExitLevels()
    }
    switch distance {
    case .fraction(let fraction):
      return ExitLevels(
        stop: Level(peak, gaining: Ratio(units: -fraction.units), position.direction))
    case .multiple(let multiple):
      let distance = column.distance(multiple)
      return ExitLevels(
        stop: distance.map { Level(peak, gaining: Price(units: -$0.units), position.direction) })
    }
  }

  public var memory: [(name: String, value: Double?)] {
    [("peak", peak?.double)] + (readsColumn ? [("atr", column.last)] : [])
  }

  enum CodingKeys: String, CodingKey {
    case distance, column, peak
    case activationPct = "activation_pct"
  }
}
