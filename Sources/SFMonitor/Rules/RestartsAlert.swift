import SFCore

/// Says that a stage dies again and again.
public struct RestartsAlert: AlertRule {
  public static let kind = "restarts"
  public static let summary = "A stage was started again too often, or is given up."
  public static let parameters = [
    Parameter("max", .integer(0...1_000_000), default: "3", "times that are still well"),
    Parameter("window", .text, default: "1h", "within so long"),
  ]
  public static let level = AlertLevel.error

  public let max: Int
  /// In milliseconds.
  public let window: Int64
  /// When each stage was seen to have been started again, and how often it had been before.
  private var seen: [String: [Sighting]] = [:]

  private struct Sighting: Codable, Sendable {
    let wall: Timestamp
    let restarts: Int
  }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = arguments.integer("max")
    window = try arguments.span("window")
  }

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    session.machine.stages.compactMap { stage in
      let count = note(stage, at: wall)
      if stage.state == "failed" {
        return AlertFinding(
          stage.name, "the stage \(stage.name) is given up: \(stage.reason ?? "it failed")")
      }
      guard count > max else { return nil }
      return AlertFinding(
        stage.name, value: Double(count), limit: Double(max),
        "the stage \(stage.name) was started again \(count) times within "
          + "\(TimeSpan(milliseconds: window))")
    }
  }

  /// Restarts within the window. What was before the first look is not known to be within it.
  private mutating func note(_ stage: MachineState.Stage, at wall: Timestamp) -> Int {
    var list = seen[stage.name] ?? []
    // A session that is started anew counts anew.
    if let last = list.last, stage.restarts < last.restarts { list = [] }
    if list.last?.restarts != stage.restarts {
      list.append(Sighting(wall: wall, restarts: stage.restarts))
    }
    // The last one before the window says how many there were when it began.
    while list.count > 1, wall - list[1].wall >= window { list.removeFirst() }
    seen[stage.name] = list
    return stage.restarts - list[0].restarts
  }
}
