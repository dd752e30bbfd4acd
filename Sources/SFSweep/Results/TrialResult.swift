import SFCore
import SFWire

/// What became of one trial: a line of JSON.
///
/// `{"id":…,"parameters":{…},"status":"done",…}` with every figure of sf-report, or
/// `"status":"failed"` with the exit status and the error of the pipeline.
struct TrialResult: Sendable {
  let id: String
  let trial: Trial
  let outcome: Outcome

  enum Outcome: Sendable {
    case done([Figure])
    case failed(exit: Int32, error: String)
  }

  var line: String {
    var text = "{\"id\":\"\(id)\",\"parameters\":\(trial.json),"
    switch outcome {
    case .done(let figures):
      text += "\"status\":\"done\""
      for figure in figures { text += ",\"\(figure.key)\":\(figure.json)" }
    case .failed(let exit, let error):
      text += "\"status\":\"failed\",\"exit\":\(exit),\"error\":\(error.jsonQuoted)"
    }
    return text + "}\n"
  }

  init(id: String, trial: Trial, outcome: Outcome) {
    self.id = id
    self.trial = trial
    self.outcome = outcome
  }

  /// As a line of results says it.
  init(id: String, trial: Trial, _ line: JSONValue) {
    self.init(id: id, trial: trial, outcome: Self.outcome(line))
  }

  private static func outcome(_ line: JSONValue) -> Outcome {
    guard line["status"]?.string == "done" else {
      return .failed(
        exit: Int32(clamping: line["exit"]?.integer ?? 0), error: line["error"]?.string ?? "")
    }
    let members = line.members ?? []
    return .done(
      members.filter { !["id", "parameters", "status"].contains($0.key) }
        .map { ($0.key, $0.value.json) })
  }

  /// The number of a figure; `nil` when the trial failed or has none.
  func number(_ key: String) -> Double? {
    guard case .done(let figures) = outcome else { return nil }
    return figures.first { $0.key == key }.flatMap { Double($0.json) }
  }
}
