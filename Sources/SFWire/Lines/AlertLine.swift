import SFCore

/// `alert`: a state that a rule watches and that has changed.
enum AlertLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("level", .text, "how grave"),
      FieldRule("rule", .text, "which rule"),
      FieldRule("state", .text, "raised or cleared"),
      FieldRule("value", .float, orNull: true, "what was measured"),
      FieldRule("limit", .float, orNull: true, "what it was compared with"),
      FieldRule("text", .text, "for people"),
    ]

  static func read(_ fields: inout FieldReader) -> Alert {
    Alert(
      level: fields.text(), rule: fields.text(), state: fields.text(),
      value: fields.optionalFloat(), limit: fields.optionalFloat(), text: fields.text())
  }

  static func write(_ alert: Alert, to line: inout LineWriter) {
    line.text(alert.level)
    line.text(alert.rule)
    line.text(alert.state)
    line.figure(alert.value)
    line.figure(alert.limit)
    line.text(alert.text)
  }
}
