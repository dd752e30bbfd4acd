import SFCore
import SFFeatures
import SFTestSupport
import Testing

/// The columns that a spec gives for these bars, by name, NaN where a value is missing.
///
/// Bars are of one minute, and close at `minutes` after the start of 2024, a Monday; one behind the
/// other when no minutes are given.
func compute(
  _ specs: [String], _ bars: [Bar], minutes: [Int]? = nil, fields: [[MarketField]]? = nil
) throws -> [String: [Double]] {
  var stage = try FeatureStage(specs)
  var step = Step()
  _ = step.series.index(of: Series(symbol: "TEST", interval: try #require(Interval("1m"))))
  try stage.bind(Header(), &step)
  var columns = stage.columns.map { _ in [Double]() }
  for (index, bar) in bars.enumerated() {
    let minute = minutes?[index] ?? index + 1
    step.begin("2024-01-01T00:00:00.000Z" + Int64(minute) * 60_000)
    step.take(bar, fields?[index] ?? [])
    try stage.update(&step)
    for column in columns.indices { columns[column].append(step.values[column]) }
  }
  return Dictionary(uniqueKeysWithValues: zip(stage.columns, columns))
}

extension AnyFeature {
  /// The feature, if it is one of a series.
  var ofSeries: (any Feature)? { if case .series(let feature) = self { feature } else { nil } }
}

/// Real bars, where they are there: prices around 40 000 and around 0.017.
enum RealBars {
  static let files = ["klines-1m/BTCPERP-1m-202201.csv", "klines-5m/LTCBTC-5m.csv"]

  static func read(_ file: String, _ count: Int) throws -> [Bar] {
    let shared = try #require(Shell.shared)
    return try FeatureFixtures.bars(shared.appendingPathComponent("data/" + file), count)
  }
}

/// Where two columns differ: by more than the tolerance, or in what is missing.
func difference(
  _ ours: [Double], _ theirs: [Double], relative: Double, absolute: Double = 0
) -> String? {
  guard ours.count == theirs.count else { return "\(ours.count) values for \(theirs.count)" }
  for index in ours.indices {
    let (a, b) = (ours[index], theirs[index])
    if a.isNaN, b.isNaN { continue }
    if (a - b).magnitude <= relative * b.magnitude + absolute { continue }
    return "row \(index): \(a), expected \(b)"
  }
  return nil
}

/// The columns of several symbols, which have bars where theirs is not `nil`; by symbol, NaN where a
/// value or a bar is missing.
func computeMarket(_ specs: [String], _ bars: [[Bar?]]) throws -> [[String: [Double]]] {
  var stage = try FeatureStage(specs)
  var step = Step()
  let series = try bars.indices.map {
    step.series.index(
      of: Series(
        symbol: try #require(Symbol("COIN\($0)")), interval: .minute))
  }
  try stage.bind(Header(), &step)
  var columns = bars.map { _ in stage.columns.map { _ in [Double]() } }
  for index in bars[0].indices {
    step.begin("2024-01-01T00:00:00.000Z" + Int64(index + 1) * 60_000)
    for symbol in bars.indices {
      guard var bar = bars[symbol][index] else { continue }
      bar.series = series[symbol]
      step.take(bar)
    }
    try stage.update(&step)
    for symbol in bars.indices {
      let row = step.existingRow(of: series[symbol])
      for column in stage.columns.indices {
        columns[symbol][column].append(row.map { step.values[$0 * step.width + column] } ?? .nan)
      }
    }
  }
  return columns.map { Dictionary(uniqueKeysWithValues: zip(stage.columns, $0)) }
}
