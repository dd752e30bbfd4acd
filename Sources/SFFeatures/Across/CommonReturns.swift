import SFCore

/// The returns of each symbol and of a named one, over the same time.
///
/// A return is taken from one mark at which both have a bar to the next such
/// mark, so that a symbol that slept is compared with what the other did
/// meanwhile. A price of 0 has no return.
struct CommonReturns: Codable, Sendable {
  static let parameters = [
    Parameter.period(from: 2, default: 60, "returns in the window"),
    Parameter("symbol", .symbol, "with which others are compared"),
  ]

  let period: Int
  let reference: Symbol
  /// By series; `nil` for one that has had no mark with the reference.
  private var pairs: [History?] = []

  private struct History: Codable, Sendable {
    var previous: Pair
    var window: RollingFold<PairMoments>
  }

  init(_ arguments: Arguments) {
    period = arguments.integer("period")
    reference = Symbol(arguments.name("symbol")) ?? .all
  }

  /// Writes what a formula makes of the window of each symbol.
  mutating func update(
    _ values: Span<Double>, of series: Span<SeriesIndex>, reference: Int?,
    into results: inout MutableSpan<Double>, _ formula: (PairMoments) -> Double?
  ) {
    for place in values.indices { results[place] = .nan }
    guard let reference, !values[reference].isNaN else { return }
    for place in values.indices where !values[place].isNaN {
      let now = Pair(x: values[reference], y: values[place])
      while pairs.count <= series[place] { pairs.append(nil) }
      guard let before = pairs[series[place]]?.previous else {
        pairs[series[place]] = History(previous: now, window: RollingFold(period))
        continue
      }
      pairs[series[place]]?.previous = now
      guard before.x != 0, before.y != 0 else { continue }
      let change = Pair(x: now.x / before.x - 1, y: now.y / before.y - 1)
      let moments = pairs[series[place]]?.window.update(change)
      results[place] = moments.flatMap(formula) ?? .nan
    }
  }
}
