import SFCore

/// `signal`: what a detector saw.
enum SignalLine: MessageForm {
  static let keys =
    FieldRule.ofSeries + [
      FieldRule("detector", .text, "who saw it"),
      FieldRule("direction", .choice(of: SignalDirection.self), "rise or fall"),
      FieldRule("strength", .float, "how strong, in the detector's own measure"),
      FieldRule("probability", .fraction, optional: true, "0 to 1"),
    ]

  static func read(_ fields: inout FieldReader) throws(WireError) -> Signal {
    Signal(
      series: fields.series, detector: fields.text(), direction: fields.choice(),
      strength: fields.float(), probability: try fields.optionalFraction())
  }

  static func write(_ signal: Signal, to line: inout LineWriter) {
    line.series(signal.series)
    line.text(signal.detector)
    line.choice(signal.direction)
    line.float(signal.strength)
    line.float(signal.probability)
  }
}
