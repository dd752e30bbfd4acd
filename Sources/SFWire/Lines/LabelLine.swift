import SFCore

/// `label`: what came of a bar or a signal, a target for training.
enum LabelLine: MessageForm {
  static let keys =
    FieldRule.ofSeries + [
      FieldRule("at", .timestamp, "ts of the bar that it is about"),
      FieldRule("label", .text, "its kind and parameters, or a name"),
      FieldRule("detector", .text, optional: true, "whose signal it is about"),
      FieldRule("value", .float, orNull: true, "the target; null when there is none"),
    ] + windowKeys

  /// What was looked at to find the value: all of it is there, or nothing.
  private static let windowKeys = [
    FieldRule("t1", .timestamp, optional: true, "ts of the last bar that it looks at"),
    FieldRule("bars", .integer, optional: true, "from the bar to that one"),
    FieldRule(
      "return", .float, optional: true, orNull: true, "gained over these bars, a fraction"),
  ]

  static var conditions: [JSONValue.Member] {
    JSONValue.together(windowKeys.map(\.key))
  }

  static func read(_ fields: inout FieldReader) throws(WireError) -> Label {
    Label(
      series: fields.series, at: fields.timestamp(), label: fields.text(),
      detector: fields.optionalText(), value: fields.float(), window: try window(&fields))
  }

  private static func window(_ fields: inout FieldReader) throws(WireError) -> Label.Window? {
    guard fields.hasAllOrNone(of: windowKeys.count) else {
      throw fields.missing(
        "a label with some of 't1', 'bars' and 'return'",
        expected: "all of them, or none where the window has not ended")
    }
    guard fields.hasNext else { return nil }
    return Label.Window(end: fields.timestamp(), bars: fields.integer(), gain: fields.float())
  }

  static func write(_ label: Label, to line: inout LineWriter) {
    line.series(label.series)
    line.timestamp(label.at)
    line.text(label.label)
    line.text(label.detector)
    line.float(label.value)
    guard let window = label.window else { return }
    line.timestamp(window.end)
    line.integer(window.bars)
    line.float(window.gain)
  }
}
