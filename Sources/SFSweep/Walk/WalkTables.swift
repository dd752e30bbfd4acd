import SFCore
import SFReport
import SFStats

/// What a walk says: each fold, the sum of all, and how stable the choices were.
struct WalkTables {
  let folds: [WalkRun.Judged]
  /// The figure that was chosen by.
  let figure: Metric
  /// All tests as one run.
  let joined: Report
  let names: [String]

  var all: [Table] { [foldTable, walk, stability] }

  /// Why figures are missing, and what to do about it.
  var notes: [String] {
    var notes: [String] = []
    if figure.needsDays {
      for (slices, option, lacks) in [
        ("train", "--train", folds.contains { trained($0) == nil }),
        ("test", "--test", folds.contains { tested($0) == nil }),
      ] where lacks {
        notes.append(
          "A \(slices) without \(figure.key) has fewer than \(DailyReturns.minimumForYear) daily "
            + "returns, or they are all the same: take a longer \(option), or --by "
            + "total_return_fraction.")
      }
    }
    if joined.days.returns.count < DailyReturns.minimumForYear, joined.equity.ruin == nil {
      notes.append(
        "The tests joined have \(joined.days.returns.count) daily returns, and figures for a year "
          + "need \(DailyReturns.minimumForYear): take a longer market, or more folds.")
    }
    if let note = joined.ruinNote { notes.insert(note, at: 0) }
    return notes
  }

  private func trained(_ fold: WalkRun.Judged) -> Double? { fold.best?.number(figure.key) }
  private func tested(_ fold: WalkRun.Judged) -> Double? { fold.test?.number(figure.key) }

  /// A row for each fold: its slices, what was chosen, and what came of it.
  var foldTable: Table {
    let shown = ["total_return_fraction", "max_drawdown_fraction", "round_trips"]
      .filter { $0 != figure.key }
      .compactMap { Metric.ofRuns($0) }
    let columns =
      [
        Table.Column("train_from", "train from, UTC"), Table.Column("train_to", "to"),
        Table.Column("test_from", "test from, UTC"), Table.Column("test_to", "to"),
      ] + names.map { Table.Column($0, $0) } + [
        Table.Column("train_\(figure.key)", "train: \(figure.label)"),
        Table.Column("test_\(figure.key)", "test: \(figure.label)"),
        Table.Column("ratio", "test / train"),
      ] + shown.map { Table.Column("test_\($0.key)", $0.label) }
    return Table(
      "folds", "folds", columns,
      folds.map { fold in
        let (train, test) = (trained(fold), tested(fold))
        return [
          .time(fold.fold.train.from), .time(fold.fold.train.to), .time(fold.fold.test.from),
          .time(fold.fold.test.to),
        ] + names.map { fold.best?.trial[$0]?.cell ?? .none }
          + [figure.cell(train), figure.cell(test), Self.number(Self.ratio(test, train))]
          + shown.map { $0.cell(fold.test?.number($0.key)) }
      })
  }

  /// Trainings and tests side by side, over the folds that have both.
  private var walk: Table {
    let both = folds.compactMap { fold in
      trained(fold).flatMap { train in tested(fold).map { (train: train, test: $0) } }
    }
    func mean(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    let (train, test) = (mean(both.map(\.train)), mean(both.map(\.test)))
    let key = figure.key
    let gains = folds.compactMap { $0.test?.number("total_return_fraction") }
    var fields: [(column: Table.Column, cell: Cell)] = [
      (Table.Column("folds", "folds"), .count(folds.count)),
      (Table.Column("chosen_by", "chosen by"), .text(key)),
      (Table.Column("better", "better is"), figure.better.map { .text($0.rawValue) } ?? .none),
      (Table.Column("train_mean_\(key)", "trains, mean \(figure.label)"), figure.cell(train)),
      (Table.Column("test_mean_\(key)", "tests, mean \(figure.label)"), figure.cell(test)),
      (Table.Column("ratio", "tests / trains"), Self.number(Self.ratio(test, train))),
      (
        Table.Column("gaining_tests_fraction", "tests that gained, %"),
        gains.isEmpty
          ? .none : .fraction(Double(gains.count { $0 > 0 }) / Double(gains.count))
      ),
    ]
    let keys = [
      key, "final_equity_quote", "total_return_fraction", "buy_hold_return_fraction",
      "cagr_fraction", "sharpe", "max_drawdown_fraction", "round_trips",
    ]
    var seen: Set<String> = []
    for metric in keys.compactMap({ Metric.ofRuns($0) })
    where seen.insert(metric.key).inserted {
      fields.append(
        (
          Table.Column("joined_\(metric.key)", "tests joined, \(metric.label)"),
          metric.cell(joined.number(metric.key))
        ))
    }
    return .record("walk", "out of sample", fields)
  }

  /// A parameter that wanders from fold to fold was fitted to noise.
  private var stability: Table {
    let columns = [
      Table.Column("parameter", "parameter"), Table.Column("values", "values chosen"),
      Table.Column("most_frequent", "most often"), Table.Column("share_fraction", "share, %"),
      Table.Column("changes", "changes"), Table.Column("lowest", "lowest"),
      Table.Column("highest", "highest"), Table.Column("mean", "mean"),
      Table.Column("deviation", "deviation"),
    ]
    return Table("stability", "stability of the choice", columns, names.map(row))
  }

  private func row(_ name: String) -> [Cell] {
    let chosen = folds.compactMap { $0.best?.trial[name] }
    guard !chosen.isEmpty else { return [.text(name)] + Array(repeating: .none, count: 8) }
    var counts: [(value: ParameterValue, count: Int)] = []
    for value in chosen {
      if let place = counts.firstIndex(where: { $0.value == value }) {
        counts[place].count += 1
      } else {
        counts.append((value, 1))
      }
    }
    let most = counts.reduce(counts[0]) { $1.count > $0.count ? $1 : $0 }
    let changes = zip(chosen, chosen.dropFirst()).count { $0 != $1 }
    let numbers = chosen.compactMap(\.number)
    let isNumeric = numbers.count == chosen.count
    let mean = numbers.reduce(0, +) / Double(max(1, numbers.count))
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return [
      .text(name), .count(counts.count), most.value.cell,
      .fraction(Double(most.count) / Double(chosen.count)), .count(changes),
      isNumeric ? Self.number(numbers.min()) : .none,
      isNumeric ? Self.number(numbers.max()) : .none, isNumeric ? .number(mean) : .none,
      isNumeric && numbers.count > 1
        ? .number((squares / Double(numbers.count - 1)).squareRoot()) : .none,
    ]
  }

  /// `nil` unless the training was better than nothing: a ratio to a loss says nothing.
  private static func ratio(_ test: Double?, _ train: Double?) -> Double? {
    guard let test, let train, train > 0 else { return nil }
    return test / train
  }

  private static func number(_ value: Double?) -> Cell { value.map(Cell.number) ?? .none }
}

extension Report {
  /// The number of a figure; `nil` when it does not exist, or is no number.
  func number(_ key: String) -> Double? {
    figures.first { $0.key == key }.flatMap { Double($0.json) }
  }
}
