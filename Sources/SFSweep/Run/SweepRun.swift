import Logging
import SFCommands
import SFCore
import SFReport
import SFTool
import SFTransport

/// The trials of a sweep from the first to the last: what is finished is skipped, what fails is
/// counted, what is done goes to its place.
final class SweepRun {
  private let sweep: Sweep
  private let output: ResultOptions
  private let log: Logger
  private let file: ResultsFile?
  private let lines: DescriptorSink?
  private let jobs: DescriptorSink?
  private var best: TopTable
  private var luck = SelectionLuck()
  private var idle = IdleParameters()
  private var results: [String: TrialResult] = [:]
  private var failure: (first: TrialResult, count: Int)?

  init(_ sweep: Sweep, _ output: ResultOptions, _ log: Logger) throws {
    self.sweep = sweep
    self.output = output
    self.log = log
    best = try TopTable(output.by, count: max(1, output.top ?? 1))
    file = try output.results.map { try ResultsFile($0) }
    // Tables for people and lines for programs do not share a terminal.
    lines = file == nil && !output.hasTables ? try Endpoint.open(output: "-") : nil
    jobs = try output.joblog.map { try Endpoint.open(output: $0) }
  }

  /// `neighbours` are the trials one step beside another.
  func run(_ trials: [Trial], neighbours: (Trial) -> Sensitivity) throws -> ExitStatus {
    var open: [Trial] = []
    for trial in trials {
      if let known = file?.result(of: trial, sweep.id(of: trial)) {
        note(known)
      } else {
        open.append(trial)
      }
    }
    if open.count < trials.count {
      log.notice("trials that are finished: \(trials.count - open.count) of \(trials.count)")
    }
    try work(open)
    if output.hasTables, !Interruption.isRequested { try printTables(neighbours) }
    if !Interruption.isRequested {
      for sentence in idle.sentences { log.warning("\(sentence)") }
    }
    if let failure { say(failure, of: trials.count) }
    if Interruption.isRequested { return Interruption.exitStatus }
    return failure == nil ? .done : .found
  }

  /// How many trials failed, and why the first did.
  private func say(_ failure: (first: TrialResult, count: Int), of trials: Int) {
    guard case .failed(_, let error) = failure.first.outcome else { return }
    let first = failure.first.trial.parameters.map { "\($0.name)=\($0.value)" }
      .joined(separator: " ")
    log.error(
      "trials that failed: \(failure.count) of \(trials), the first with \(first): \(error)")
    if let path = output.results {
      log.notice("a trial that failed runs again when its line is taken out of '\(path)'")
    }
  }

  /// Runs trials, whose results go where all go.
  private func work(_ trials: [Trial], judge: Bool = true) throws {
    let meter = TrialMeter(
      output.progress, tool: "sf-sweep", total: trials.count,
      writesToStandardOutput: lines != nil, sweep.clock)
    defer { meter.erase() }
    try sweep.run(trials) { [self] finished in
      let line = finished.result.line
      try file?.append(line)
      try lines?.write(text: line)
      try jobs?.write(
        text: "{\"id\":\"\(finished.result.id)\",\"seconds\":\(finished.seconds)}\n")
      if judge { note(finished.result) }
      results[finished.result.id] = judge && !output.sensitivity ? nil : finished.result
      meter.count()
    }
  }

  /// Takes a result of the sweep, of this run or an earlier one.
  private func note(_ result: TrialResult) {
    if case .failed = result.outcome {
      failure = (failure?.first ?? result, (failure?.count ?? 0) + 1)
    }
    best.take(result)
    luck.take(result.number("sharpe"))
    idle.take(result)
    if output.sensitivity { results[result.id] = result }
  }

  // MARK: What stands at the end

  private func printTables(_ neighbours: (Trial) -> Sensitivity) throws {
    guard let first = best.first else {
      print("no trial has the figure '\(best.figure.key)'")
      return
    }
    var tables = output.top.map { [best.table($0)] } ?? []
    if output.top != nil, luck.isKnown {
      tables.append(luck.table { first.number($0) })
    }
    if output.sensitivity { tables.append(try sensitivity(of: first, neighbours(first.trial))) }
    print(output.format.text(tables), terminator: "")
  }

  /// Runs what is missing of the neighbours of a trial.
  private func sensitivity(of best: TrialResult, _ neighbours: Sensitivity) throws -> Table {
    func known(_ trial: Trial) -> TrialResult? {
      let id = sweep.id(of: trial)
      return results[id] ?? file?.result(of: trial, id)
    }
    try work(neighbours.trials.filter { known($0) == nil }, judge: false)
    let figure = self.best.figure
    return neighbours.table(figure, of: best) { known($0)?.number(figure.key) }
  }
}
