import SFServe

/// What has happened between two looks at a session, a sentence for each event.
public enum StatusEvents {
  /// `old` is `nil` at the first look.
  public static func between(_ old: SessionStatus?, _ new: SessionStatus) -> [String] {
    new.stages.flatMap { stage in
      events(old?.stages.first { $0.name == stage.name }, stage)
    }
  }

  private static func events(_ old: StageStatus?, _ new: StageStatus) -> [String] {
    guard let old else {
      return ["\(new.name): \(new.state.rawValue)\(mark(new))"]
    }
    var events: [String] = []
    if new.restarts > old.restarts {
      let ending = new.lastExit.map { " behind exit \($0)" } ?? ""
      events.append("\(new.name): started again\(ending)\(mark(new))")
    }
    if new.state != old.state, ![.starting, .waiting].contains(new.state) {
      events.append("\(new.name): \(new.state.rawValue)\(mark(new))")
    }
    return events
  }

  private static func mark(_ stage: StageStatus) -> String {
    stage.mark.map { " at \($0)" } ?? ""
  }
}
