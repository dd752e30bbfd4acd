import SFCore

/// Every sizer that `--size` knows.
public let sizerCatalog = Catalog(
  "sizer",
  [
    ATRRiskSizer.self,
    FixedFractionSizer.self,
    FixedNotionalSizer.self,
    KellySizer.self,
    RiskParitySizer.self,
    SignalStrengthSizer.self,
    VolatilityTargetSizer.self,
  ])
