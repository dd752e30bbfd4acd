import SFCore
import SFReport

/// What becomes of a trial when one parameter is a step lower or higher: a peak that stands alone is
/// an accident of the data.
struct Sensitivity {
  private struct Row {
    let name: String
    let below: Trial?
    let above: Trial?
  }

  private let rows: [Row]

  /// `keeps` says whether a trial is one at all.
  init(around best: Trial, in space: ParameterSpace, keeps: (Trial) -> Bool) {
    rows = space.names.compactMap { name in
      guard let value = best[name] else { return nil }
      let steps = space.steps(of: name, around: value)
      func trial(_ value: ParameterValue?) -> Trial? {
        value.map { best.with(name, $0) }.flatMap { keeps($0) ? $0 : nil }
      }
      return Row(name: name, below: trial(steps.below), above: trial(steps.above))
    }
  }

  /// All neighbours.
  var trials: [Trial] { rows.flatMap { [$0.below, $0.above].compactMap(\.self) } }

  func table(_ figure: Metric, of best: TrialResult, value: (Trial) -> Double?) -> Table {
    let own = best.number(figure.key)
    let columns = [
      Table.Column("parameter", "parameter"), Table.Column("below", "below"),
      Table.Column("below_\(figure.key)", figure.label), Table.Column("best", "best"),
      Table.Column(figure.key, figure.label), Table.Column("above", "above"),
      Table.Column("above_\(figure.key)", figure.label),
      Table.Column("worst_change", "worst change"),
    ]
    let cells = rows.map { row -> [Cell] in
      let values = [row.below, row.above].map { $0.flatMap(value) }
      let worst = figure.worst(of: values.compactMap(\.self)).flatMap { low in own.map { low - $0 }
      }
      return [
        .text(row.name), row.below?[row.name]?.cell ?? .none, figure.cell(values[0]),
        best.trial[row.name]?.cell ?? .none, figure.cell(own), row.above?[row.name]?.cell ?? .none,
        figure.cell(values[1]), figure.cell(worst),
      ]
    }
    return Table("sensitivity", "one step beside the best", columns, cells)
  }
}

extension Trial {
  /// The same with another value of one parameter.
  package func with(_ name: String, _ value: ParameterValue) -> Trial {
    Trial(parameters.map { $0.name == name ? Parameter(name, value) : $0 })
  }
}

extension ParameterSpace {
  /// The values one step below and above: the neighbours in a list, and a tenth of what is drawn
  /// from. `nil` where there is none.
  package func steps(
    of name: String, around value: ParameterValue
  ) -> (below: ParameterValue?, above: ParameterValue?) {
    switch self {
    case .grid(let axes):
      Self.neighbours(of: value, in: axes.first { $0.name == name }?.values ?? [])
    case .random(let axes, _, _):
      axes.first { $0.name == name }?.steps(around: value) ?? (nil, nil)
    case .list(let trials): Self.neighbours(of: value, in: trials.compactMap { $0[name] })
    }
  }

  /// Numbers by size, words in their order.
  static func neighbours(
    of value: ParameterValue, in values: [ParameterValue]
  ) -> (below: ParameterValue?, above: ParameterValue?) {
    var seen: Set<ParameterValue> = []
    var list = values.filter { seen.insert($0).inserted }
    if list.allSatisfy({ $0.number != nil }) {
      list.sort { ($0.number ?? 0) < ($1.number ?? 0) }
    }
    guard let place = list.firstIndex(of: value) else { return (nil, nil) }
    return (
      place > 0 ? list[place - 1] : nil, place + 1 < list.count ? list[place + 1] : nil
    )
  }
}

extension DrawnAxis {
  /// A tenth of the range, of its logarithm where that is drawn; at a bound there is no further.
  fileprivate func steps(
    around value: ParameterValue
  ) -> (below: ParameterValue?, above: ParameterValue?) {
    func pair(
      _ below: ParameterValue, _ above: ParameterValue
    ) -> (below: ParameterValue?, above: ParameterValue?) {
      (below == value ? nil : below, above == value ? nil : above)
    }
    switch (law, value.number) {
    case (.choice(let values), _): return ParameterSpace.neighbours(of: value, in: values)
    case (.integer(let low, let high), let number?):
      let (here, step) = (Int(number), max(1, (high - low) / 10))
      return pair(.init(max(low, here - step)), .init(min(high, here + step)))
    case (.uniform(let low, let high), let number?):
      let step = (high - low) / 10
      return pair(.rounded(max(low, number - step)), .rounded(min(high, number + step)))
    case (.logUniform(let low, let high), let number?):
      let step = Self.tenthRoot(high / low)
      return pair(.rounded(max(low, number / step)), .rounded(min(high, number * step)))
    default: return (nil, nil)
    }
  }
}
