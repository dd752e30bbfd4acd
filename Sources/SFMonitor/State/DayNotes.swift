import SFCore

/// What a day brought beside its lines: alerts, and processes that were started again.
public struct DayNotes: Sendable, Equatable {
  /// Those that were raised, in their order: `03:12 drawdown: …`.
  public private(set) var alerts: [String] = []
  /// How many more were raised than are kept.
  public private(set) var furtherAlerts = 0
  /// By stage.
  public private(set) var restarts: [String: Int] = [:]

  public static let mostAlerts = 50

  public init() {}

  fileprivate mutating func note(_ alert: Alert, at ts: Timestamp) {
    guard alerts.count < Self.mostAlerts else {
      furtherAlerts += 1
      return
    }
    let time = ts.description.dropFirst(11).prefix(5)
    alerts.append("\(time) \(alert.rule): \(alert.text)")
  }

  fileprivate mutating func note(_ restarts: Int, of stage: String) {
    self.restarts[stage, default: 0] += restarts
  }
}

/// The notes of the days of a session.
public struct DayBook: Sendable {
  public private(set) var days = Daily(DayNotes())
  /// How often each stage had been started again when it was looked at last.
  private var known: [String: Int] = [:]

  public init() {}

  /// Looks at the processes of a session; what was before the first look counts on no day.
  public mutating func look(at machine: MachineState, now: Timestamp) {
    days.begin(now.day, with: DayNotes())
    for stage in machine.stages {
      let before = known.updateValue(stage.restarts, forKey: stage.name)
      if let before, stage.restarts > before {
        days.today.note(stage.restarts - before, of: stage.name)
      }
    }
  }

  public mutating func note(_ alert: Alert, at ts: Timestamp, now: Timestamp) {
    days.begin(now.day, with: DayNotes())
    if alert.state == "raised" { days.today.note(alert, at: ts) }
  }
}
