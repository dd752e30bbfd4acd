import SFCore

/// One key of a type of line.
public struct FieldRule: Sendable {
  public let key: String
  public let kind: FieldKind
  public let isRequired: Bool
  /// Whether a number may be missing though its key is there, which is said by `null`.
  public let mayBeNull: Bool
  public let summary: String

  init(
    _ key: String, _ kind: FieldKind, optional: Bool = false, orNull: Bool = false,
    _ summary: String
  ) {
    self.key = key
    self.kind = kind
    isRequired = !optional
    mayBeNull = orNull
    self.summary = summary
  }

  // MARK: Keys of many types

  static let type = FieldRule("type", .type, "the type of the line")
  static let symbol = FieldRule("symbol", .symbol, "what is traded")
  static let interval = FieldRule("interval", .interval, "the length of the bar")
  static let side = FieldRule("side", .choice(of: Side.self), "buy or sell")
  static let explain = FieldRule(
    "explain", .text, optional: true, "what each component said, with --explain")

  /// What nearly every line begins with.
  static let start = [
    type, FieldRule("ts", .timestamp, "when the fact became known, in market time"),
  ]
  /// What lines begin with that are of a series.
  static let ofSeries = start + [symbol, interval]
}
