import SFCore
import SFReport

/// The best trials of a sweep by one figure.
struct TopTable {
  private let figure: String
  private let count: Int
  private var best: [(value: Double, result: TrialResult)] = []

  init(_ figure: String, count: Int) throws(ConfigurationError) {
    let keys = Metric.sections.flatMap(\.metrics).map(\.key)
    guard keys.contains(figure) else {
      throw ConfigurationError(
        "--by", "names '\(figure)', which is no figure of sf-report",
        help: NearestName.help(for: figure, among: keys))
    }
    self.figure = figure
    self.count = count
  }

  /// Takes a result; of equals the earlier stays ahead.
  mutating func take(_ result: TrialResult) {
    guard let value = result.number(figure) else { return }
    let place = best.firstIndex { value > $0.value } ?? best.count
    guard place < count else { return }
    best.insert((value, result), at: place)
    if best.count > count { best.removeLast() }
  }

  var text: String {
    guard let names = best.first?.result.trial.parameters.map(\.name) else {
      return "no trial has the figure '\(figure)'\n"
    }
    let metrics = Self.shown(figure)
    let columns =
      names.map { Table.Column($0, $0) } + metrics.map { Table.Column($0.key, $0.label) }
    let rows = best.map { entry in
      names.map { Cell.text(entry.result.trial[$0]?.text ?? "") }
        + metrics.map { Self.cell($0.key, entry.result.number($0.key)) }
    }
    let label = metrics[0].label
    return TableFormat.text.text([Table("top", "the best by \(label)", columns, rows)])
  }

  private static func cell(_ key: String, _ value: Double?) -> Cell {
    guard let value else { return .none }
    if key.hasSuffix("_fraction") { return .fraction(value) }
    return Int(exactly: value).map(Cell.count) ?? .number(value)
  }

  /// The figure, and what people ask next.
  private static func shown(_ figure: String) -> [Metric] {
    let usual = ["sharpe", "total_return_fraction", "max_drawdown_fraction", "round_trips"]
    let all = Metric.sections.flatMap(\.metrics)
    return ([figure] + usual.filter { $0 != figure }).compactMap { key in
      all.first { $0.key == key }
    }
  }
}
