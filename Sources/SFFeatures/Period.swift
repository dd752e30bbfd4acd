import SFCore

extension Parameter {
  /// The number of bars that a feature looks at.
  static func period(
    _ name: String = "period", from least: Int = 1, default standard: Int, _ summary: String
  ) -> Parameter {
    // The most that a window may hold in memory for each series.
    Parameter(name, .integer(least...100_000), default: String(standard), summary)
  }
}
