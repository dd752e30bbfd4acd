/// Mean and spread of numbers that have weights: prices and what was traded at them.
struct WeightedMoments: Foldable {
  struct Element: Codable, Sendable {
    var value: Double
    /// Not negative.
    var weight: Double
  }

  private(set) var weight = 0.0
  private(set) var mean = 0.0
  /// Σ weight · (x − mean)².
  private(set) var squares = 0.0

  init() {}

  @inline(__always)
  mutating func append(_ element: Element) {
    guard element.weight > 0 else { return }
    weight += element.weight
    let distance = element.value - mean
    mean += distance * (element.weight / weight)
    squares += element.weight * distance * (element.value - mean)
  }

  @inline(__always)
  mutating func prepend(_ element: Element) { append(element) }

  @inline(__always)
  func followed(by later: WeightedMoments) -> WeightedMoments {
    guard weight > 0 else { return later }
    guard later.weight > 0 else { return self }
    var result = self
    result.weight += later.weight
    let distance = later.mean - mean
    let step = distance * (later.weight / result.weight)
    result.mean += step
    result.squares += later.squares + distance * step * weight
    return result
  }

  /// √(squares / weight); missing where nothing has weight.
  var deviation: Double { share(squares, of: weight).squareRoot() }
}
