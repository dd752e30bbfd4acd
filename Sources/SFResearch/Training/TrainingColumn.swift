/// A column of a table for training: how it is called, what it is, and what it means.
struct TrainingColumn: Equatable, Sendable {
  /// As DuckDB calls them.
  enum Kind: String, Sendable {
    case time = "TIMESTAMP"
    case text = "VARCHAR"
    case number = "DOUBLE"
    case count = "BIGINT"
    case flag = "BOOLEAN"
  }

  let name: String
  let kind: Kind
  let unit: String
  let meaning: String

  init(_ name: String, _ kind: Kind, _ unit: String, _ meaning: String) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.meaning = meaning
  }
}

/// The tables: none has a price, or an amount of money that is not a fraction.
enum TrainingTables {
  private static let ts = TrainingColumn("ts", .time, "UTC", "the mark at which it was known")
  private static let id = TrainingColumn(
    "id", .text, "none", "that of the order that would be made")
  private static let detector = TrainingColumn("detector", .text, "none", "whose signal it follows")

  private static let signal = [
    TrainingColumn("known", .count, "signals", "signals of the detector whose outcome is known"),
    TrainingColumn("hit_rate", .number, "fraction", "the share of them that were right"),
    TrainingColumn("mean_return", .number, "fraction", "on their side at the horizon, the mean"),
    TrainingColumn(
      "half_life_bars", .count, "bars", "until the mean return stays above half of its end"),
    TrainingColumn("agreement", .number, "fraction", "the share for which another detector signed"),
  ]

  private static let book = [
    TrainingColumn("equity", .number, "fraction", "over the capital"),
    TrainingColumn("drawdown", .number, "fraction", "below the high-water mark"),
    TrainingColumn("exposure", .number, "fraction", "sum of absolute notionals over equity"),
    TrainingColumn("open_positions", .count, "positions", "open"),
    TrainingColumn("round_trips", .count, "positions", "closed so far"),
    TrainingColumn("win_rate", .number, "fraction", "the share of them that gained, net of fees"),
  ]

  static let decisions =
    [
      id, ts, TrainingColumn("symbol", .text, "none", "what would be traded"),
      TrainingColumn("interval", .text, "none", "the length of its bars"), detector,
      TrainingColumn("direction", .text, "none", "rise or fall"),
      TrainingColumn("strength", .number, "that of the detector", "null where it may be a price"),
      TrainingColumn("probability", .number, "fraction", "null where nobody says"),
      TrainingColumn("votes", .count, "detectors", "that signed for its side"),
      TrainingColumn("bars_since_entry", .count, "bars", "since the symbol's last entry"),
      TrainingColumn("open_return", .number, "fraction", "of the symbol's position"),
      TrainingColumn("open_bars", .count, "bars", "that the symbol's position has lived through"),
    ] + signal + book + [
      TrainingColumn("action", .text, "none", "what the model said at last; null without a model"),
      TrainingColumn("size_multiplier", .number, "fraction", "of the sizer's notional"),
      TrainingColumn("confidence", .number, "fraction", "how sure the model was"),
      TrainingColumn("waited", .count, "marks", "at which it was asked about again"),
    ]

  static let outcomes = [
    id, TrainingColumn("entered", .flag, "none", "whether the run ordered it"),
    TrainingColumn(
      "source", .text, "none", "run, or every: the run that trades every signal; null when unknown"),
    TrainingColumn("return", .number, "fraction", "of the entry's notional, net of fees"),
    TrainingColumn("bars", .count, "bars", "that the position lived through"),
    TrainingColumn("mfe", .number, "fraction", "best gain reached"),
    TrainingColumn("mae", .number, "fraction", "worst gain reached"),
    TrainingColumn("exit_reason", .text, "none", "the rule that closed it"),
    TrainingColumn("t1", .time, "UTC", "the mark at which its outcome was known"),
  ]

  static let marks = [ts, detector] + signal + book

  static let splits = [
    TrainingColumn("split", .count, "none", "from 1, in the order of their tests"), id,
    TrainingColumn("part", .text, "none", "train, or test; what is purged is in neither"),
  ]
}
