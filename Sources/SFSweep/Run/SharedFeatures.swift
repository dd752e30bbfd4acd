import SFCore
import SFFeatures
import SFTool

/// The features that some trials ask for, each computed once: a column for each output, a value
/// for each bar of the market.
final class SharedFeatures {
  /// By canonical spec without its name: its columns.
  private let columns: [String: [[Double]]]

  /// What all columns together may take in memory; trials that need more are run in turns.
  static let mostBytes = 512 << 20

  init(_ specs: [String], _ market: SharedMarket) throws {
    // Names of our own, so that two trials may give one name to different features.
    let names = specs.indices.map { "u\($0)" }
    var stage = try FeatureStage(zip(names, specs).map { "\($0)=\($1)" })
    var step = Step()
    for series in market.series { _ = step.series.index(of: series) }
    try stage.bind(Header(stages: market.stages), &step)
    let positions = try stage.columns.map { name in
      guard let position = step.columns.position(of: name) else {
        throw StageError(.bug, "the column \(name) has no place")
      }
      return position
    }
    var values = positions.map { _ in
      var column: [Double] = []
      column.reserveCapacity(market.bars)
      return column
    }
    var place = MarketSteps.Position()
    while market.steps.fill(&step, at: &place) {
      try stage.update(&step)
      for bar in step.bars.indices {
        let row = step.existingRow(of: step.bars[bar].series) ?? 0
        for index in positions.indices {
          values[index].append(step.values[row * step.width + positions[index]])
        }
      }
      step.clearLines()
    }
    var columns: [String: [[Double]]] = [:]
    var next = 0
    for (name, spec) in zip(names, specs) {
      let count = stage.columns[next...].prefix { $0 == name || $0.hasPrefix(name + "_") }.count
      columns[spec] = Array(values[next..<next + count])
      next += count
    }
    self.columns = columns
  }

  /// The columns of specs, one behind the other; `nil` when one of them is not here.
  func columns(of specs: [String]) -> [[Double]]? {
    var result: [[Double]] = []
    for spec in specs {
      guard let own = columns[spec] else { return nil }
      result += own
    }
    return result
  }

  /// A canonical spec without the name that the user gave it.
  static func unnamed(_ spec: String) -> String {
    let head = spec.prefix { $0 != ":" && $0 != "(" }
    guard let sign = head.firstIndex(of: "=") else { return spec }
    return String(spec[spec.index(after: sign)...])
  }
}
