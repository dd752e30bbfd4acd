import SFCore

/// Every rule that `--rule` knows.
public let riskRuleCatalog = Catalog<any RiskRule>(
  "rule",
  [
    CollarRule.self,
    ConcentrationRule.self,
    CooldownRule.self,
    CorrelationRule.self,
    DailyLossRule.self,
    DrawdownRule.self,
    DuplicateRule.self,
    EquityFloorRule.self,
    ExposureRule.self,
    FiltersRule.self,
    GroupRule.self,
    LossStreakRule.self,
    LowProfitRule.self,
    PositionAgeRule.self,
    PositionRule.self,
    PositionsRule.self,
    RateRule.self,
    StaleRule.self,
    SymbolsRule.self,
    TurnoverRule.self,
  ])

extension Catalog where Member == any RiskRule {
  fileprivate init(_ noun: String, _ types: [any RiskRule.Type]) {
    self.init(noun, types.map { type in type.entry { $0 } })
  }
}

/// Rules of any kind, saved by kind.
public enum RiskRuleList: ComponentList {
  public static var catalog: Catalog<any RiskRule> { riskRuleCatalog }
  public static func component(_ rule: any RiskRule) -> any Component { rule }
}
