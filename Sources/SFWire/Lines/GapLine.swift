import SFCore

/// `gap`: bars that are missing before a bar.
enum GapLine: MessageForm {
  static let keys =
    FieldRule.ofSeries + [
      FieldRule("from", .timestamp, "ts of the first missing bar"),
      FieldRule("to", .timestamp, "ts of the last missing bar"),
      FieldRule("bars", .integer, "how many are missing"),
    ]

  static func read(_ fields: inout FieldReader) -> Gap {
    Gap(
      series: fields.series, from: fields.timestamp(), to: fields.timestamp(),
      bars: fields.integer())
  }

  static func write(_ gap: Gap, to line: inout LineWriter) {
    line.series(gap.series)
    line.timestamp(gap.from)
    line.timestamp(gap.to)
    line.integer(gap.bars)
  }
}
