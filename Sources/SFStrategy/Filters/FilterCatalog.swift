import SFCore

/// Every filter that `--filter` knows.
public let filterCatalog = Catalog(
  "filter",
  [
    CooldownFilter.self,
    CorrelationFilter.self,
    DrawdownFilter.self,
    PriceDistanceFilter.self,
    RegimeFilter.self,
    SignalAccuracyFilter.self,
    TimeOfDayFilter.self,
    VolatilityFilter.self,
  ])
