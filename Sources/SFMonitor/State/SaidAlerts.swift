import SFCore

/// What a stage has said by an `alert` line.
public struct SaidAlert: Sendable, Equatable {
  public let at: Timestamp
  public let stage: String
  public let alert: Alert

  /// Whether all is well again.
  public var isCleared: Bool { ["cleared", "active"].contains(alert.state) }
}

/// The alerts of the stages themselves: those that are raised, and what has been said anew.
public struct SaidAlerts: Sendable {
  /// By stage and rule.
  private var raised: [String: SaidAlert] = [:]
  private var new: [SaidAlert] = []

  init() {}

  mutating func take(_ step: borrowing Step, of stage: String) {
    for alert in step.messages(of: Alert.self) {
      let said = SaidAlert(at: step.ts, stage: stage, alert: alert)
      let key = "\(stage).\(alert.rule)"
      let isNews = said.isCleared ? raised[key] != nil : raised[key]?.alert.state != alert.state
      raised[key] = said.isCleared ? nil : said
      if isNews { new.append(said) }
    }
  }

  mutating func drain() -> [SaidAlert] {
    defer { new = [] }
    return new
  }

  /// Those that are raised, by stage and rule.
  public var open: [SaidAlert] { raised.sorted { $0.key < $1.key }.map(\.value) }

  /// Those of one rule, of whatever stage.
  public func open(_ rule: String) -> [SaidAlert] { open.filter { $0.alert.rule == rule } }
}
