import Logging
import SFCommands
import SFCore
import SFReport
import SFTool

/// Chooses on each train slice, judges the choice on the test slice behind it, and joins the tests.
///
/// One capital is carried through the tests: each begins with what the one before ended with, all
/// positions closed. Trainings begin with the capital of the pipeline.
struct WalkRun {
  /// A choice and what became of it.
  struct Judged {
    let fold: WalkSchedule.Fold
    /// The best of the training; `nil` when no trial has the figure, and nothing is traded.
    let best: TrialResult?
    /// The test of the choice.
    let test: Report?
  }

  let sweep: Sweep
  let trials: [Trial]
  let figure: Metric
  let file: ResultsFile?
  let meter: TrialMeter

  /// The folds up to the one that was interrupted, and all tests as one run.
  func run(
    _ folds: [WalkSchedule.Fold], capital: Price
  ) throws -> (folds: [Judged], record: RunRecord, failed: Int) {
    var judged: [Judged] = []
    var records: [RunRecord] = []
    var failed = 0
    var money = capital
    var first: WalkSchedule.Fold?
    for fold in folds {
      let best = try choose(on: fold.train, &failed)
      guard !Interruption.isRequested else { break }
      guard let best else {
        judged.append(Judged(fold: fold, best: nil, test: nil))
        continue
      }
      var sweep = sweep
      sweep.slice = fold.test
      let record = try sweep.record(best.trial, on: TradingTerms(capital: money))
      // A slice without a bar is no test.
      let test =
        record.last == nil
        ? nil : try sweep.mode.judged(record).judged(try sweep.report())
      judged.append(Judged(fold: fold, best: best, test: test))
      if let last = record.last {
        first = first ?? fold
        records.append(record)
        money = last.equity
      }
      guard money > .zero else { break }
    }
    let held = try first.map { first in
      let markets = try sweep.markets(of: trials[0])
      return try HeldMarkets(
        markets, shares: MergedBooks.shares(of: capital, count: markets.count),
        from: first.test.from, records[0].header)
    }
    let joined = try JoinedRuns.joined(records, capital: capital, held)
    return (judged, sweep.mode.judged(joined), failed)
  }

  /// The best trial of a slice; of equals the first.
  private func choose(on slice: Slice, _ failed: inout Int) throws -> TrialResult? {
    var sweep = sweep
    sweep.slice = slice
    var results: [String: TrialResult] = [:]
    var open: [Trial] = []
    let ids = trials.map(sweep.id)
    for (trial, id) in zip(trials, ids) {
      results[id] = file?.result(of: trial, id)
      if results[id] == nil { open.append(trial) } else { meter.count() }
    }
    try sweep.run(open) { finished in
      try file?.append(finished.result.line)
      results[finished.result.id] = finished.result
      meter.count()
    }
    var best = try TopTable(figure.key, count: 1)
    for id in ids {
      guard let result = results[id] else { continue }
      if case .failed = result.outcome { failed += 1 }
      best.take(result)
    }
    return best.first
  }
}
