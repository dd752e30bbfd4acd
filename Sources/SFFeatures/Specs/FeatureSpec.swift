import SFCore

/// What a user asks for: `[alias=]kind[:values][(source)][.output][@interval]`.
///
///     sma:20    sma:5(rsi:14)    fast=ema:50@1h    sma:5(macd:12,26,9.signal)
struct FeatureSpec: Sendable {
  /// As typed.
  let text: String
  let alias: String?
  let term: FeatureTerm

  init(_ text: String) throws(ConfigurationError) {
    var parser = FeatureSpecParser(text)
    self.text = text
    alias = try parser.alias()
    term = try parser.term()
    try parser.end()
  }
}

/// One feature in a spec, with what it is computed of.
struct FeatureTerm: Sendable {
  let head: Head
  /// What is written between the brackets; `nil` for what the feature reads by itself.
  let source: FeatureSource?
  /// The suffix of the chosen output; `nil` when none was chosen.
  let output: String?
  /// `nil` for the interval of the bars, or of the feature around it.
  let interval: Interval?

  enum Head: Sendable {
    /// `kind[:values]`.
    case component(Spec)
    /// What stands behind `expr:`.
    case expression(String)
  }
}

/// What a feature is computed of, as written between its brackets.
indirect enum FeatureSource: Sendable {
  /// A field of the bar, a column, or a market field.
  case name(String)
  case feature(FeatureTerm)
}
