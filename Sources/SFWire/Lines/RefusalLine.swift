import SFCore

/// `refusal`: what was not done, by which component, and why.
enum RefusalLine: MessageForm {
  static let keys =
    FieldRule.start + [
      .symbol,
      FieldRule("by", .text, "the component that said no"),
      FieldRule("reason", .text, "why"),
      FieldRule("detector", .text, optional: true, "whose signal was refused"),
      FieldRule("order", .text, optional: true, "which order was refused or reduced"),
      FieldRule("quantity", .amount, optional: true, "what is left of a reduced order"),
      .explain,
    ]

  static var conditions: [JSONValue.Member] {
    JSONValue.anyOf("detector", "order")
  }

  static func read(_ fields: inout FieldReader) throws(WireError) -> Refusal {
    let (symbol, by, reason) = (fields.symbol(), fields.text(), fields.text())
    return Refusal(
      symbol: symbol, by: by, reason: RefusalReason(rawValue: reason),
      subject: try subject(&fields),
      quantity: fields.optionalAmount(), explain: fields.optionalText())
  }

  /// An order was made of its signal: where both are named, it is the order that was refused.
  private static func subject(_ fields: inout FieldReader) throws(WireError) -> Refusal.Subject {
    let (detector, order) = (fields.optionalText(), fields.optionalText())
    if let order { return .order(order) }
    if let detector { return .signal(detector: detector) }
    throw fields.missing("a refusal without 'detector' or 'order'", expected: "one of them")
  }

  static func write(_ refusal: Refusal, to line: inout LineWriter) {
    line.symbol(refusal.symbol)
    line.text(refusal.by)
    line.choice(refusal.reason)
    switch refusal.subject {
    case .signal(let detector):
      line.text(detector)
      line.skip()
    case .order(let order):
      line.skip()
      line.text(order)
    }
    line.amount(refusal.quantity)
    line.text(refusal.explain)
  }
}
