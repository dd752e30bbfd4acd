import SFCore

/// `cancel`: an order that works and is no longer wanted.
enum CancelLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("order", .text, "the order's id"),
      .symbol,
      FieldRule("reason", .text, "why"),
    ]

  static func read(_ fields: inout FieldReader) -> Cancel {
    Cancel(order: fields.text(), symbol: fields.symbol(), reason: fields.text())
  }

  static func write(_ cancel: Cancel, to line: inout LineWriter) {
    line.text(cancel.order)
    line.symbol(cancel.symbol)
    line.text(cancel.reason)
  }
}
