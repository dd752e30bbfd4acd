import SFCore

/// Every exit rule that `--exit` knows.
public let exitCatalog = Catalog(
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
