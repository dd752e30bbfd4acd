import SFCore

/// `decision`: what a model answers.
enum DecisionLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("id", .text, "that of the request"),
      FieldRule("action", .choice(of: Decision.Action.self), "enter, reduce, skip or wait"),
      FieldRule("size_multiplier", .fraction, optional: true, "0 to 1 times the sizer's notional"),
      FieldRule("confidence", .fraction, optional: true, "how sure the model is, 0 to 1"),
      FieldRule("reason", .text, optional: true, "why"),
    ]

  static var conditions: [JSONValue.Member] {
    JSONValue.when("action", is: Decision.Action.reduce.rawValue, requires: ["size_multiplier"])
  }

  static func read(_ fields: inout FieldReader) throws(WireError) -> Decision {
    let (id, action) = (fields.text(), fields.choice(of: Decision.Action.self))
    let multiplier = try fields.optionalFraction()
    guard action != .reduce || multiplier != nil else {
      throw fields.missing(
        "a reduce without 'size_multiplier'", expected: "what is left of the notional")
    }
    return Decision(
      id: id, action: action, sizeMultiplier: multiplier,
      confidence: try fields.optionalFraction(), reason: fields.optionalText())
  }

  static func write(_ decision: Decision, to line: inout LineWriter) {
    line.text(decision.id)
    line.choice(decision.action)
    line.float(decision.sizeMultiplier)
    line.float(decision.confidence)
    line.text(decision.reason)
  }
}
