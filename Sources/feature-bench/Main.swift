import SFCore
import SFFeatures

/// Prints what a bar costs in each feature: a line `spec<TAB>nanoseconds` for every member of the
/// catalog with its defaults, and for each spec that is given. `bin/bench features` makes a table
/// of it.
@main
enum FeatureBench {
  static let bars = 20_000
  static let rounds = 25
  /// What looks across symbols sees so many.
  static let symbols = 10

  static func main() throws {
    let given = Array(CommandLine.arguments.dropFirst())
    let specs = given.isEmpty ? FeatureDescription.all.compactMap(spec) : given
    let market = try Market(bars: bars, symbols: symbols)
    let idle = try market.nanoseconds(of: [], rounds: rounds)
    for spec in specs {
      let own = try market.nanoseconds(of: [spec], rounds: rounds) - idle
      print("\(spec)\t\((max(own, 0) * 10).rounded() / 10)")
    }
  }

  /// The spec of a member with its defaults, or with what it cannot be without.
  static func spec(_ member: FeatureDescription) -> String? {
    if member.kind == Expression.kind { return "range=expr:(high-low)/close" }
    let missing = member.parameters.filter { $0.standard == nil }
      .map { parameter in
        if case .symbol = parameter.kind {
          "\(parameter.name)=COIN0"
        } else {
          "\(parameter.name)=1"
        }
      }
    let values = missing.isEmpty ? "" : ":" + missing.joined(separator: ",")
    return member.kind + values + (member.source == .required ? "(roc:1)" : "")
  }
}

/// Bars of some symbols in memory, made by a generator with a seed.
struct Market {
  private let bars: [[Bar]]
  private let names: [Symbol]

  init(bars count: Int, symbols: Int) throws {
    var state: UInt64 = 42
    func unit() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    names = (0..<symbols).compactMap { Symbol("COIN\($0)") }
    bars = (0..<symbols).map { series in
      var close = 100.0
      return (0..<count / symbols).map { _ in
        let open = close
        close = max(1, close * (1 + 0.004 * (unit() - 0.5)))
        let (high, low) = (
          max(open, close) * (1 + 0.001 * unit()), min(open, close) * (1 - 0.001 * unit())
        )
        func price(_ value: Double) -> Price { Price(units: Int64(value * 1e4) * 10_000) }
        return Bar(
          series: series, open: price(open), high: price(high), low: price(low),
          close: price(close), volume: unit() * 1e3)
      }
    }
  }

  /// The time of one bar through a stage, with the step around it: the least of some rounds, since
  /// whatever else the machine does only adds to it.
  func nanoseconds(of specs: [String], rounds: Int) throws -> Double {
    var least = Double.infinity
    for _ in 0..<rounds {
      var stage = try FeatureStage(specs)
      var step = Step()
      for name in names { _ = step.series.index(of: Series(symbol: name, interval: .minute)) }
      try stage.bind(Header(), &step)
      let time = try ContinuousClock().measure {
        for index in bars[0].indices {
          step.begin("2024-01-01T00:00:00.000Z" + Int64(index + 1) * 60_000)
          for series in bars.indices { step.take(bars[series][index]) }
          try stage.update(&step)
        }
      }
      let (seconds, fraction) = time.components
      let total = Double(seconds) * 1e9 + Double(fraction) / 1e9
      least = min(least, total / Double(bars.count * bars[0].count))
    }
    return least
  }
}
