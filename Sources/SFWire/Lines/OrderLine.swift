import SFCore

/// `order`: what is to be bought or sold.
enum OrderLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("id", .text, "made from the mark and a number"),
      .symbol,
      .side,
      FieldRule("kind", .choice(of: OrderKind.self), "market, limit …"),
      FieldRule("quantity", .amount, "base asset"),
      FieldRule("price", .amount, optional: true, "the limit or trigger"),
      FieldRule("position", .text, "the position that it opens or closes"),
      FieldRule("intent", .choice(of: Intent.self), "enter or exit"),
      FieldRule("reason", .text, "the detector, or the exit rule"),
      FieldRule("detector", .text, optional: true, "whose signal it follows"),
      FieldRule("reference", .amount, "the close at which it was decided"),
      FieldRule("by", .text, optional: true, "who gave it, if not the strategy"),
      FieldRule("max_bars", .integer, optional: true, "bars that a limit rests"),
      .explain,
    ]

  static func read(_ fields: inout FieldReader) -> Order {
    Order(
      id: fields.text(), symbol: fields.symbol(), side: fields.choice(), kind: fields.choice(),
      quantity: fields.amount(), price: fields.optionalAmount(), position: fields.text(),
      intent: fields.choice(), reason: fields.text(), detector: fields.optionalText(),
      reference: fields.amount(), by: fields.optionalText(), maxBars: fields.optionalInteger(),
      explain: fields.optionalText())
  }

  static func write(_ order: Order, to line: inout LineWriter) {
    line.text(order.id)
    line.symbol(order.symbol)
    line.choice(order.side)
    line.choice(order.kind)
    line.amount(order.quantity)
    line.amount(order.price)
    line.text(order.position)
    line.choice(order.intent)
    line.text(order.reason)
    line.text(order.detector)
    line.amount(order.reference)
    line.text(order.by)
    line.integer(order.maxBars)
    line.text(order.explain)
  }
}
