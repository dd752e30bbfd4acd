import SFCore

/// Everything that `sf-label` can say, in alphabetical order.
public let labelerCatalog = Catalog<any Labeler>(
  "label",
  [
    FixedHorizon.self,
    MetaLabel.self,
    TakeProfitTime.self,
    TrendScanning.self,
    TripleBarrier.self,
    VolatilityRegime.self,
    VolumeRegime.self,
  ])

extension Catalog where Member == any Labeler {
  fileprivate init(_ noun: String, _ types: [any Labeler.Type]) {
    self.init(noun, types.map { type in type.entry { $0 } })
  }
}

/// The labelers of a stage, saved by kind.
public enum LabelerList: ComponentList {
  public static var catalog: Catalog<any Labeler> { labelerCatalog }
  public static func component(_ labeler: any Labeler) -> any Component { labeler }
}
