import SFCore

/// The exponentially weighted sample deviation of the returns of closes, per bar.
///
/// With α = 2 / (span + 1) the weight of a return that is k bars old is (1 − α)ᵏ. Of n returns r with
/// the weights w and their weighted mean m it is, without bias,
///
///     √(Σ w (r − m)² / Σ w × (Σ w)² / ((Σ w)² − Σ w²))
///
/// as `ewm(span).std()` of pandas has it, by which the labels of the triple barrier were defined
/// (López de Prado 2018, snippet 3.1; there of daily returns).
struct Volatility: Codable, Sendable {
  let span: Int
  private var last: Price?
  private var mean = 0.0
  /// Σ w (r − m)² / Σ w.
  private var variance = 0.0
  private var weights = 0.0
  private var squaredWeights = 0.0
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
    let decay = 1 - 2 / Double(span + 1)
    // What came before weighs less by one bar, the new return 1.
    let before = weights * decay
    weights = before + 1
    squaredWeights = squaredWeights * decay * decay + 1
    let difference = change - mean
    mean += difference / weights
    variance = before / weights * (variance + difference * difference / weights)
    returns += 1
    guard returns >= span else { return nil }
    let square = weights * weights
    return (variance * square / (square - squaredWeights)).squareRoot()
  }
}
