import SFCore

/// Every rule that `--alert` knows.
public let alertRuleCatalog = Catalog<any AlertRule>(
  "alert rule",
  [
    ClockAlert.self, DailyLossAlert.self, DiskAlert.self, DrawdownAlert.self, ExpectationAlert.self,
    HitRateAlert.self, ModeAlert.self, NoSignalsAlert.self, OrderUnknownAlert.self,
    RateLimitAlert.self, ReconcileAlert.self, RestartsAlert.self, StageLagAlert.self,
    StreamSilentAlert.self, StuckPositionAlert.self,
  ])

extension Catalog where Member == any AlertRule {
  fileprivate init(_ noun: String, _ types: [any AlertRule.Type]) {
    self.init(
      noun, types.map { type in type.entry { $0 } },
      common: [
        Parameter(
          "level", .choice(AlertLevel.allCases.map(\.rawValue)), isOptional: true,
          "how grave it is: info, warning or error"),
        Parameter(
          "repeat", .text, isOptional: true, "say it again after so long while it lasts, as 6h"),
      ])
  }
}
