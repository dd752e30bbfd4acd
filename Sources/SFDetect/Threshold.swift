import SFCore

/// Says when a column, or a field of the bar, is beyond a level.
///
/// Its condition holds while the value is greater than `above` and less than
/// `below`, as far as they are given; a value at a level is not beyond it.
///
///     threshold:rsi_14,below=30,direction=rise            oversold
///     threshold:natr_14,above=0.5,below=2,direction=rise  inside a band
///
/// `mode=cross` says it at the bar at which the condition begins to hold, when
/// the value was known at the bar before; `mode=level` at every bar at which it holds.
public struct Threshold: Detector {
  public static let kind = "threshold"
  public static let summary = "A column, or open, high, low, close or volume, is beyond a level."
  public static let parameters = [
    Parameter("column", .column, "a column of the stream, or a field of the bar"),
    Parameter("above", .number, default: "none", allowsNone: true, "the value must be greater"),
    Parameter("below", .number, default: "none", allowsNone: true, "the value must be less"),
    Parameter("direction", .choice(["rise", "fall"]), "what the signal says"),
    Parameter(
      "mode", .choice(["cross", "level"]), default: "cross",
      "cross: at the first bar beyond it; level: at every bar"),
  ]

  private enum Mode: String, Codable { case cross, level }
  private enum Field: String, Codable { case open, high, low, close, volume }

  public let column: String
  /// `nil` when the value has no lower bound.
  public let above: Double?
  /// `nil` when the value has no upper bound.
  public let below: Double?
  public let direction: SignalDirection
  private let mode: Mode
  /// `nil` for a column.
  private let field: Field?
  private var position: Int?
  /// Whether the condition held at the last bar; `nil` when the value was missing.
  private var held: Bool?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    column = arguments.name("column")
    field = Field(rawValue: column)
    above = arguments.name("above") == "none" ? nil : arguments.number("above")
    below = arguments.name("below") == "none" ? nil : arguments.number("below")
    direction = arguments.name("direction") == "rise" ? .rise : .fall
    mode = arguments.name("mode") == "cross" ? .cross : .level
    switch (above, below) {
    case (nil, nil):
      throw ConfigurationError(
        "above", "or below must be given",
        help: "for example threshold:rsi_14,below=30,direction=rise")
    case (let above?, let below?) where above >= below:
      throw ConfigurationError("above", "must be less than below (\(below)), is \(above)")
    default: break
    }
  }

  public var columns: [String] { field == nil ? [column] : [] }

  public mutating func bind(_ positions: [Int]) { position = positions.first }

  public mutating func update(_ bar: Bar, _ row: Span<Double>) -> Detection? {
    let value = value(bar, row)
    guard !value.isNaN else {
      held = nil
      return nil
    }
    let before = held
    let holds = value > above ?? -.infinity && value < below ?? .infinity
    held = holds
    guard holds, mode == .level || before == false else { return nil }
    return Detection(direction)
  }

  private func value(_ bar: Bar, _ row: Span<Double>) -> Double {
    switch field {
    case nil: position.map { row[$0] } ?? .nan
    case .open: bar.open.double
    case .high: bar.high.double
    case .low: bar.low.double
    case .close: bar.close.double
    case .volume: bar.volume ?? .nan
    }
  }
}
