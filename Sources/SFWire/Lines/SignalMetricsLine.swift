import SFCore

/// `signal_metrics`: how good the signals of a detector have been.
enum SignalMetricsLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("detector", .text, "whose signals"),
      FieldRule("known", .integer, "signals whose outcome is known"),
      FieldRule("hit_rate", .float, orNull: true, "the share of them that were right"),
      FieldRule("mean_return", .float, orNull: true, "at the horizon, a fraction, the mean"),
      FieldRule(
        "half_life_bars", .integer, orNull: true,
        "until the mean return stays above half of that at the horizon"),
      FieldRule(
        "agreement", .float, orNull: true, "the share for which another detector signed too"),
    ]

  static func read(_ fields: inout FieldReader) -> SignalMetrics {
    SignalMetrics(
      detector: fields.text(), known: fields.integer(), hitRate: fields.optionalFloat(),
      meanReturn: fields.optionalFloat(), halfLifeBars: fields.optionalInteger(),
      agreement: fields.optionalFloat())
  }

  static func write(_ metrics: SignalMetrics, to line: inout LineWriter) {
    line.text(metrics.detector)
    line.integer(metrics.known)
    line.figure(metrics.hitRate)
    line.figure(metrics.meanReturn)
    line.figure(metrics.halfLifeBars)
    line.figure(metrics.agreement)
  }
}
