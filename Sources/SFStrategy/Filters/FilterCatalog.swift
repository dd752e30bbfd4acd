import SFCore

/// Every filter that `--filter` knows.
public let filterCatalog = Catalog<any EntryFilter>(
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

extension Catalog where Member == any EntryFilter {
  fileprivate init(_ noun: String, _ types: [any EntryFilter.Type]) {
    self.init(noun, types.map { type in type.entry { $0 } })
  }
}

/// Filters of any kind, saved by kind.
public enum FilterList: ComponentList {
  public static var catalog: Catalog<any EntryFilter> { filterCatalog }
  public static func component(_ filter: any EntryFilter) -> any Component { filter }
}
