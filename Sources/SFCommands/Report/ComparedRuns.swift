import Logging
import SFCore
import SFReport
import SFTool
import SFTransport
import SFRun

/// `sf-report --compare`: reads each run and writes how they differ.
struct ComparedRuns {
  let paths: [String]
  let options: ReportOptions
  let stream: StreamOptions

  func run(_ log: Logger) throws -> ExitStatus {
    try Interruption.install(grace: stream.graceSeconds)
    var status = ExitStatus.done
    var runs: [Comparison.Run] = []
    for (path, name) in zip(paths, try names()) {
      let (report, outcome) = try report(of: path, log)
      runs.append(Comparison.Run(name: name, report: report))
      if outcome == .open { log.sayOpen(path) }
      guard outcome != .done, outcome != .open else { continue }
      status = ExitStatus(outcome)
      if outcome == .interrupted { return status }
      log.error("\(path): found the end of a stream that was cut, expected an 'end' line")
    }
    let comparison = Comparison(runs)
    try AtomicFile.write(
      options.format.text(comparison.tables, notes: comparison.notes), to: stream.output)
    if let html = options.html, let page = ComparisonPage.text(of: comparison) {
      try AtomicFile.write(page, to: html)
    }
    return status
  }

  private func report(
    of path: String, _ log: Logger
  ) throws -> (report: Report, outcome: Chain.Outcome) {
    let input = try Endpoint.open(input: path, stop: Interruption.descriptor)
    let stage = ReportStage(
      try options.trust.settings(), days: try options.days.judged(), keepsPage: options.html != nil)
    var chain = Chain(
      WireSource(input, policy: stream.errors.policy, log: log),
      [Chain.Link(stage, entry: nil)], [])
    let outcome = try chain.run()
    guard let stage = chain.stages[0] as? ReportStage else {
      preconditionFailure("the chain gives back the stage that it was given")
    }
    do {
      return (try stage.report(isComplete: outcome == .done), outcome)
    } catch {
      throw StageError(error.exitStatus, "\(path): \(error.message)", help: error.help)
    }
  }

  /// What the runs are called: their file names without ending, or their paths where these are
  /// the same.
  private func names() throws -> [String] {
    guard Set(paths).count == paths.count else {
      throw UsageError("--compare names a run twice")
    }
    let short = paths.map { path -> String in
      let file = path.split(separator: "/").last.map(String.init) ?? path
      guard let dot = file.lastIndex(of: "."), dot > file.startIndex else { return file }
      return String(file[..<dot])
    }
    return Set(short).count == short.count ? short : paths
  }
}
