import SFCore

/// `control`: what a person said to a session, when it took effect.
enum ControlLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("action", .choice(of: Control.Action.self), "what is asked for"),
      FieldRule(
        "target", .text, optional: true, "the position, order or symbol; absent: all of them"),
      FieldRule("reason", .text, "why"),
      FieldRule("who", .text, "who said it"),
    ]

  static func read(_ fields: inout FieldReader) -> Control {
    Control(
      action: fields.choice(), target: fields.optionalText(), reason: fields.text(),
      who: fields.text())
  }

  static func write(_ control: Control, to line: inout LineWriter) {
    line.choice(control.action)
    line.text(control.target)
    line.text(control.reason)
    line.text(control.who)
  }
}
