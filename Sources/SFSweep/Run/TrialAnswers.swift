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

  init(
    _ template: PipelineTemplate, _ fixed: [Trial.Parameter], _ sweep: Sweep, _ results: String?
  ) throws {
    self.template = template
    self.fixed = fixed
    self.sweep = sweep
    file = try results.map { try ResultsFile($0) }
  }

  func run() throws -> ExitStatus {
    let output = try DescriptorSink(path: "-")
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
      try sweep.run(batch) { finished in
        if case .failed = finished.result.outcome { failed = true }
        try file?.append(finished.result.line)
        try output.write(text: finished.result.line)
      }
      guard try !Interruption.isRequested && input.fill() else { break }
    }
    if Interruption.isRequested { return Interruption.exitStatus }
    return failed ? .found : .done
  }
}
