import SFCore

/// Every aggregator that `--aggregate` knows.
public let aggregatorCatalog = Catalog<any Aggregator>(
  "aggregator",
  [
    AnyAggregator.self,
    MajorityAggregator.self,
    MetaAggregator.self,
    UnanimousAggregator.self,
    WeightedAggregator.self,
  ])

extension Catalog where Member == any Aggregator {
  fileprivate init(_ noun: String, _ types: [any Aggregator.Type]) {
    self.init(noun, types.map { type in type.entry { $0 } })
  }
}

/// Aggregators of any kind, saved by kind.
public enum AggregatorList: ComponentList {
  public static var catalog: Catalog<any Aggregator> { aggregatorCatalog }
  public static func component(_ aggregator: any Aggregator) -> any Component { aggregator }
}
