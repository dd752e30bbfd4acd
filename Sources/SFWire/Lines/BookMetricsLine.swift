import SFCore

/// `book_metrics`: how a strategy stands, in fractions.
enum BookMetricsLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("equity", .float, "over the capital"),
      FieldRule("drawdown", .float, "a fraction below the high-water mark"),
      FieldRule("exposure", .float, orNull: true, "Σ |notional| over equity"),
      FieldRule("open_positions", .integer, "how many"),
      FieldRule("round_trips", .integer, "positions that were closed"),
      FieldRule("win_rate", .float, orNull: true, "share of round trips that gained, net of fees"),
    ]

  static func read(_ fields: inout FieldReader) -> BookMetrics {
    BookMetrics(
      equity: fields.float(), drawdown: fields.float(), exposure: fields.optionalFloat(),
      openPositions: fields.integer(), roundTrips: fields.integer(),
      winRate: fields.optionalFloat())
  }

  static func write(_ metrics: BookMetrics, to line: inout LineWriter) {
    line.float(metrics.equity)
    line.float(metrics.drawdown)
    line.figure(metrics.exposure)
    line.integer(metrics.openPositions)
    line.integer(metrics.roundTrips)
    line.figure(metrics.winRate)
  }
}
