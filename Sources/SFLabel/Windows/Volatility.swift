import SFCore

/// The exponentially weighted standard deviation of the returns of closes, per bar.
///
/// With α = 2 / (span + 1) and d = return − mean: mean += α d, and the variance
/// becomes (1 − α)(variance + α d²). Finch, *Incremental calculation of
/// weighted mean and variance* (2009).
struct Volatility: Codable, Sendable {
  let span: Int
  private var last: Price?
  private var mean = 0.0
  private var variance = 0.0
  private var returns = 0

  init(span: Int) { self.span = span }

  /// Takes the next close; `nil` until `span` returns have come.
  mutating func update(_ close: Price) -> Double? {
    guard let last, last.units > 0 else {
      self.last = close
      return nil
    }
    let change = Double(close.units - last.units) / Double(last.units)
    self.last = close
    let alpha = 2 / Double(span + 1)
    if returns == 0 {
      mean = change
    } else {
      let difference = change - mean
      mean += alpha * difference
      variance = (1 - alpha) * (variance + alpha * difference * difference)
    }
    returns += 1
    return returns >= span ? variance.squareRoot() : nil
  }
}
