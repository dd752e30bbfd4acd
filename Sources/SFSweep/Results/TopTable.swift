import SFCore
import SFReport

/// The best trials of a sweep by one figure.
struct TopTable {
  let figure: Metric
  private let count: Int
  private var best: [(value: Double, result: TrialResult)] = []

  init(_ figure: String, count: Int) throws(ConfigurationError) {
    self.figure = try Metric.judging(by: figure)
    self.count = count
  }

  /// Takes a result; of equals the earlier stays ahead.
  mutating func take(_ result: TrialResult) {
    guard let value = result.number(figure.key) else { return }
    let place = best.firstIndex { figure.prefers(value, to: $0.value) } ?? best.count
    guard place < count else { return }
    best.insert((value, result), at: place)
    if best.count > count { best.removeLast() }
  }

  /// The first of them; `nil` when no trial has the figure.
  var first: TrialResult? { best.first?.result }

  /// The table of as many as are wanted.
  func table(_ wanted: Int) -> Table {
    let names = first?.trial.parameters.map(\.name) ?? []
    let metrics = Self.shown(figure)
    let columns =
      names.map { Table.Column($0, $0) } + metrics.map { Table.Column($0.key, $0.label) }
    let rows = best.prefix(wanted).map { entry in
      names.map { entry.result.trial[$0]?.cell ?? .none }
        + metrics.map { $0.cell(entry.result.number($0.key)) }
    }
    return Table("top", "the best by \(figure.judgement)", columns, rows)
  }

  /// The figure, and what people ask next.
  private static func shown(_ figure: Metric) -> [Metric] {
    let usual = ["sharpe", "total_return_fraction", "max_drawdown_fraction", "round_trips"]
    return [figure] + usual.filter { $0 != figure.key }.compactMap { Metric.ofRuns($0) }
  }
}

extension Metric {
  /// A value of this figure as tables show it.
  func cell(_ value: Double?) -> Cell {
    guard let value else { return .none }
    if key.hasSuffix("_fraction") { return .fraction(value) }
    return Int(exactly: value).map(Cell.count) ?? .number(value)
  }
}

extension ParameterValue {
  var cell: Cell { .text(text) }
}
