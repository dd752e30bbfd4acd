import SFCore

/// Every exit rule that `--exit` knows.
public let exitCatalog = Catalog(
  "exit rule",
  [
    SignalExit.self,
    TimeExit.self,
    TakeProfitStopLossExit.self,
  ])
