import SFCore

/// Every exit rule that `--exit` knows.
public let exitCatalog = Catalog<any ExitRule>(
  "exit rule",
  [
    BreakEvenExit.self,
    SignalExit.self,
    TimeExit.self,
    TakeProfitStopLossExit.self,
    TrailingStopExit.self,
    VolatilityExit.self,
  ],
  common: [
    Parameter(
      "priority", .integer(0...Int.max), isOptional: true,
      "with --exit-mode highest_priority the lowest wins; its place in the list when left out")
  ])

extension Catalog where Member == any ExitRule {
  fileprivate init(_ noun: String, _ types: [any ExitRule.Type], common: [Parameter]) {
    self.init(noun, types.map { type in type.entry { $0 } }, common: common)
  }
}

/// Exit rules of any kind, saved by kind.
public enum ExitList: ComponentList {
  public static var catalog: Catalog<any ExitRule> { exitCatalog }
  public static func component(_ rule: any ExitRule) -> any Component { rule }
}
