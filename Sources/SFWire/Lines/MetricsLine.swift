import SFCore

/// `metrics`: what a strategy knows of itself, of the whole book or of one detector.
enum MetricsLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("detector", .text, optional: true, "whose round trips; absent: of the book"),
      FieldRule("equity", .amount, optional: true, "of the book: cash and positions"),
      FieldRule("drawdown", .float, optional: true, "of the book: below the high-water mark"),
      FieldRule(
        "exposure", .float, optional: true, orNull: true, "of the book: Σ |notional| over equity"),
      FieldRule("open_positions", .integer, optional: true, "of the book: how many"),
      FieldRule("round_trips", .integer, "positions that were closed"),
      FieldRule("win_rate", .float, orNull: true, "share of round trips that gained, net of fees"),
      FieldRule("profit_factor", .float, orNull: true, "gains over losses, net of fees"),
      FieldRule("average_return", .float, orNull: true, "pnl over entry notional, the mean"),
      FieldRule("average_bars", .float, orNull: true, "lived through, the mean"),
      FieldRule("average_mfe", .float, orNull: true, "best gain reached, the mean"),
      FieldRule("average_mae", .float, orNull: true, "worst gain reached, the mean"),
    ]

  /// The keys behind the equity of a book, without which there is none of them.
  private static let ofBook = 3

  static func read(_ fields: inout FieldReader) throws(WireError) -> Metrics {
    let detector = fields.optionalText()
    return Metrics(
      detector: detector, book: try book(&fields), roundTrips: fields.integer(),
      winRate: fields.optionalFloat(), profitFactor: fields.optionalFloat(),
      averageReturn: fields.optionalFloat(), averageBars: fields.optionalFloat(),
      averageMFE: fields.optionalFloat(), averageMAE: fields.optionalFloat())
  }

  private static func book(_ fields: inout FieldReader) throws(WireError) -> Metrics.Book? {
    guard let equity: Price = fields.optionalAmount() else {
      fields.skip(ofBook)
      return nil
    }
    try fields.require(ofBook, of: "metrics with 'equity' and", expected: "all of the book")
    return Metrics.Book(
      equity: equity, drawdown: fields.float(), exposure: fields.optionalFloat(),
      openPositions: fields.integer())
  }

  static func write(_ metrics: Metrics, to line: inout LineWriter) {
    line.text(metrics.detector)
    if let book = metrics.book {
      line.amount(book.equity)
      line.float(book.drawdown)
      line.figure(book.exposure)
      line.integer(book.openPositions)
    } else {
      line.skip(1 + ofBook)
    }
    line.integer(metrics.roundTrips)
    line.figure(metrics.winRate)
    line.figure(metrics.profitFactor)
    line.figure(metrics.averageReturn)
    line.figure(metrics.averageBars)
    line.figure(metrics.averageMFE)
    line.figure(metrics.averageMAE)
  }
}
