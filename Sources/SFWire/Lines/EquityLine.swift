import SFCore

/// `equity`: what the book is worth.
enum EquityLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("equity", .amount, "cash and positions at the last close"),
      FieldRule("cash", .amount, "quote currency"),
      FieldRule("exposure", .float, orNull: true, "Σ |notional| over equity"),
      FieldRule("drawdown", .float, "a fraction below the high-water mark"),
      FieldRule("open_positions", .integer, "how many"),
      FieldRule("buy_hold", .amount, "equity of buying and holding"),
    ]

  static func read(_ fields: inout FieldReader) -> Equity {
    Equity(
      equity: fields.amount(), cash: fields.amount(), exposure: fields.optionalFloat(),
      drawdown: fields.float(), openPositions: fields.integer(), buyHold: fields.amount())
  }

  static func write(_ equity: Equity, to line: inout LineWriter) {
    line.amount(equity.equity)
    line.amount(equity.cash)
    line.figure(equity.exposure)
    line.float(equity.drawdown)
    line.integer(equity.openPositions)
    line.amount(equity.buyHold)
  }
}
