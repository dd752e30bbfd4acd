import SFCore

/// Every sizer that `--size` knows.
public let sizerCatalog = Catalog<any Sizer>(
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

extension Catalog where Member == any Sizer {
  fileprivate init(_ noun: String, _ types: [any Sizer.Type]) {
    self.init(noun, types.map { type in type.entry { $0 } })
  }
}

/// Sizers of any kind, saved by kind.
public enum SizerList: ComponentList {
  public static var catalog: Catalog<any Sizer> { sizerCatalog }
  public static func component(_ sizer: any Sizer) -> any Component { sizer }
}
