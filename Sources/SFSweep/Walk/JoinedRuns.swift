import SFCore
import SFTool
import SFRun

/// Runs that followed each other with one capital, as one run.
///
/// Each began with what the one before ended with, and closed its positions at its end. Buying and
/// holding buys once for all of them; the drawdown is below the high of all.
enum JoinedRuns {
  static func joined(
    _ runs: [RunRecord], capital: Price, _ held: HeldMarkets?
  ) throws -> RunRecord {
    var result = RunRecord()
    result.header = runs.first?.header.with(capital: capital) ?? Header()
    result.isComplete = runs.allSatisfy(\.isComplete)
    var step = Step()
    var high = capital
    var held = held
    for run in runs where !run.marks.isEmpty {
      var place = RunRecord.Position()
      for mark in run.marks.indices {
        step.begin(run.marks[mark])
        var equity = run.fill(&step, mark: mark, at: &place)
        if mark == run.marks.count - 1 {
          // What it said at its end was said at its last mark.
          equity = run.fill(&step, mark: mark + 1, at: &place) ?? equity
        }
        if var line = equity {
          high = max(high, line.equity)
          line.buyHold = try held?.equity(at: run.marks[mark]) ?? line.buyHold
          line.drawdown = (high.double - line.equity.double) / high.double
          step.add(line)
        }
        result.add(&step)
      }
    }
    return result
  }
}

/// A record as the source of a chain, which writes it.
struct RecordSource: StepSource {
  private let record: RunRecord
  private var place = RunRecord.Position()
  private var mark = 0

  init(_ record: RunRecord) { self.record = record }

  var lines: SourceLines { .added }

  mutating func resume(behind mark: Timestamp, _ memory: SourceMemory) {
    var step = Step()
    while self.mark < record.marks.count, record.marks[self.mark] <= mark {
      step.begin(record.marks[self.mark])
      _ = record.fill(&step, mark: self.mark, at: &place)
      self.mark += 1
    }
  }

  func begin() -> SourceHeader { .made(record.header) }

  mutating func next(
    _ step: inout Step, _ lines: inout ForwardedLines, reads: LineTypes, refuses: LineTypes
  ) throws -> SourceEvent {
    guard mark < record.marks.count else {
      step.begin(record.marks.last ?? .earliest)
      return .end(.made(End(ts: record.marks.last, reason: "end_of_input", counts: [])))
    }
    step.begin(record.marks[mark])
    if let equity = record.fill(&step, mark: mark, at: &place) { step.add(equity) }
    mark += 1
    return .mark(nil)
  }
}
