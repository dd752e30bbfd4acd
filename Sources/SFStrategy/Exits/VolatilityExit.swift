import SFCore

/// Closes a position at a gain or a loss of so many average ranges.
///
///     long from 100, tp_atr_mult 3, sl_atr_mult 1.5, atr 2 at the entry
///     close   101    103.5    106                 97
///             hold   hold     closed: target      closed: stop
///
/// The levels are those of the column when the entry was decided
/// (`levels=entry`), or move with it at each bar (`rolling`).
public struct VolatilityExit: ExitRule {
  public static let kind = "volatility"
  public static let summary = "Closes a position at a gain or a loss of so many average ranges."
  public static let parameters = [
    Parameter(
      "tp_atr_mult", .ratio, default: "3", allowsNone: true, "the gain to take, in multiples of atr"
    ),
    Parameter(
      "sl_atr_mult", .ratio, default: "1.5", allowsNone: true,
      "the loss to stop at, in multiples of atr"),
    Parameter("atr", .column, default: "atr_14", "a range or a deviation, in price units"),
    Parameter(
      "levels", .choice(["entry", "rolling"]), default: "entry",
      "entry: of the column when the entry is decided; rolling: of the column at each bar"),
  ]

  /// Distances in multiples of the column; `nil` for no level.
  let targetMultiple: Ratio?
  let stopMultiple: Ratio?
  let isRolling: Bool
  private var column: LevelColumn

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    targetMultiple = arguments.optionalRatio("tp_atr_mult")
    stopMultiple = arguments.optionalRatio("sl_atr_mult")
    isRolling = arguments.name("levels") == "rolling"
    column = LevelColumn(arguments.name("atr"))
    for (name, multiple) in [("tp_atr_mult", targetMultiple), ("sl_atr_mult", stopMultiple)] {
      guard let multiple, multiple <= .zero else { continue }
      throw ConfigurationError(name, "must be greater than 0, is \(multiple)")
    }
    guard targetMultiple != nil || stopMultiple != nil else {
      throw ConfigurationError("volatility", "must have a target or a stop, both are none")
    }
  }

  public static var hasLevels: Bool { true }
  public static var targetReason: ExitReason { ExitReason(rawValue: "volatility.take_profit") }
  public static var stopReason: ExitReason { ExitReason(rawValue: "volatility.stop_loss") }

  public var needs: [ColumnNeed] { [column.need] }
  public mutating func bind(_ positions: [Int]) { column.bind(positions) }
  public mutating func prepare(_ row: Span<Double>) -> RefusalReason? { column.prepare(row) }
  public mutating func wait(_ row: Span<Double>) { if isRolling { column.take(row) } }

  public mutating func learn(_ market: MarketView, _ row: Span<Double>, for position: Position) {
    if isRolling { column.take(row) }
  }

  public func levels(for position: Position) -> ExitLevels {
    let target = targetMultiple.flatMap(column.distance)
    let stop = stopMultiple.flatMap(column.distance)
    return ExitLevels(
      target: target.map { Level(position.entryPrice, gaining: $0, position.direction) },
      stop: stop.map {
        Level(position.entryPrice, gaining: Price(units: -$0.units), position.direction)
      })
  }

  public var memory: [(name: String, value: Double?)] { [("atr", column.last)] }

  enum CodingKeys: String, CodingKey {
    case targetMultiple = "tp_atr_mult"
    case stopMultiple = "sl_atr_mult"
    case isRolling = "is_rolling"
    case column
  }
}
