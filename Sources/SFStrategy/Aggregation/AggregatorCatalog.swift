import SFCore

/// Every aggregator that `--aggregate` knows.
public let aggregatorCatalog = Catalog(
  "aggregator",
  [
    AnyAggregator.self,
    MajorityAggregator.self,
    MetaAggregator.self,
    UnanimousAggregator.self,
    WeightedAggregator.self,
  ])
