import SFCore
import SFFeatures
import SFTestSupport
import Testing

/// The columns that a spec gives for these bars, by name, NaN where a value is missing.
func compute(_ specs: [String], _ bars: [Bar]) throws -> [String: [Double]] {
  var stage = try FeatureStage(specs)
  var step = Step()
  _ = step.series.index(of: Series(symbol: "TEST", interval: try #require(Interval("1m"))))
  try stage.bind(Header(), &step)
  var columns = stage.columns.map { _ in [Double]() }
  for (index, bar) in bars.enumerated() {
    step.begin(Timestamp(milliseconds: Int64(index + 1) * 60_000))
    step.take(bar)
    try stage.update(&step)
    for column in columns.indices { columns[column].append(step.values[column]) }
  }
  return Dictionary(uniqueKeysWithValues: zip(stage.columns, columns))
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
