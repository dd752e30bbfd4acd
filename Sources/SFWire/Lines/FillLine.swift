import SFCore

/// `fill`: what was bought or sold.
enum FillLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("id", .text, "the order's id and a number"),
      FieldRule("order", .text, "the order's id"),
      .symbol,
      .side,
      FieldRule("price", .amount, "paid or received for one unit"),
      FieldRule("quantity", .amount, "base asset"),
      FieldRule("fee", .amount, "taken for it"),
      FieldRule("fee_asset", .text, optional: true, "when not the quote currency"),
      FieldRule("position", .text, "the position's id"),
      FieldRule("liquidity", .choice(of: Liquidity.self), "taker or maker"),
      FieldRule("at", .timestamp, "when it happened"),
      FieldRule(
        "remaining", .amount, optional: true,
        "what of the order still works; absent when it filled at once"),
    ]

  static func read(_ fields: inout FieldReader) -> Fill {
    Fill(
      id: fields.text(), order: fields.text(), symbol: fields.symbol(), side: fields.choice(),
      price: fields.amount(), quantity: fields.amount(), fee: fields.amount(),
      feeAsset: fields.optionalText(), position: fields.text(), liquidity: fields.choice(),
      at: fields.timestamp(), remaining: fields.optionalAmount())
  }

  static func write(_ fill: Fill, to line: inout LineWriter) {
    line.text(fill.id)
    line.text(fill.order)
    line.symbol(fill.symbol)
    line.choice(fill.side)
    line.amount(fill.price)
    line.amount(fill.quantity)
    line.amount(fill.fee)
    line.text(fill.feeAsset)
    line.text(fill.position)
    line.choice(fill.liquidity)
    line.timestamp(fill.at)
    line.amount(fill.remaining)
  }
}
