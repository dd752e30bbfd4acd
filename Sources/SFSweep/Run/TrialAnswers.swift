import SFCore
import SFTool
import SFTransport

/// A sweep as a coprocess: reads trials as they come, and answers each with its result.
///
/// What has arrived together runs together; each answer is written before the next is waited for.
struct TrialAnswers {
  private let template: PipelineTemplate
  private let fixed: [Trial.Parameter]
  private let sweep: Sweep
  private let file: ResultsFile?
  private let known = Known()

  init(
    _ template: PipelineTemplate, _ fixed: [Trial.Parameter], _ sweep: Sweep, _ results: String?
  ) throws {
    self.template = template
    self.fixed = fixed
    self.sweep = sweep
    file = try results.map { try ResultsFile($0) }
  }

  func run() throws -> ExitStatus {
    let output = try Endpoint.open(output: "-")
    var input = try TrialReader("-")
    var isChecked = false
    var failed = false
    while true {
      var batch: [Trial] = []
      while let trial = try input.nextHere() { batch.append(Trial(trial.parameters + fixed)) }
      if let first = batch.first, !isChecked {
        try template.check(first.parameters.map(\.name))
        isChecked = true
      }
      if try answer(batch, output) { failed = true }
      guard try !Interruption.isRequested && input.fill() else { break }
    }
    if Interruption.isRequested { return Interruption.exitStatus }
    return failed ? .found : .done
  }

  /// Answers trials in their order, each as soon as those before it are; one that ran before is not
  /// run again. Returns whether any failed.
  private func answer(_ batch: [Trial], _ output: DescriptorSink) throws -> Bool {
    let ids = batch.map(sweep.id)
    var lines: [String: TrialResult] = [:]
    var open: [Trial] = []
    var seen: Set<String> = []
    for (trial, id) in zip(batch, ids) {
      lines[id] = known.results[id] ?? file?.result(of: trial, id)
      if lines[id] == nil, seen.insert(id).inserted { open.append(trial) }
    }
    var next = 0
    var failed = false
    func writeWhatIsThere() throws {
      while next < ids.count, let result = lines[ids[next]] {
        if case .failed = result.outcome { failed = true }
        try output.write(text: result.line)
        next += 1
      }
    }
    try writeWhatIsThere()
    try sweep.run(open) { finished in
      try file?.append(finished.result.line)
      known.results[finished.result.id] = finished.result
      lines[finished.result.id] = finished.result
      try writeWhatIsThere()
    }
    return failed
  }

  /// What ran in this process.
  private final class Known {
    var results: [String: TrialResult] = [:]
  }
}
