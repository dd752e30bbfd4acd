import SFCore

/// What became of one trial: a line of JSON.
///
/// `{"id":…,"parameters":{…},"status":"done",…}` with every figure of sf-report, or
/// `"status":"failed"` with the exit status and the error of the pipeline.
struct TrialResult: Sendable {
  let id: String
  let trial: Trial
  let outcome: Outcome

  enum Outcome: Sendable {
    case done([(key: String, json: String)])
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

  /// The number of a figure; `nil` when the trial failed or has none.
  func number(_ key: String) -> Double? {
    guard case .done(let figures) = outcome else { return nil }
    return figures.first { $0.key == key }.flatMap { Double($0.json) }
  }
}
