import SFCore

/// Everything that `sf-label` can say, in alphabetical order.
public let labelerCatalog = Catalog(
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

/// The labelers of a stage, saved by kind.
public enum LabelerList: ComponentList {
  public typealias Member = any Labeler
  public static var catalog: Catalog { labelerCatalog }
}
