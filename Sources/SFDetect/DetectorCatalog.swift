import SFCore

/// The detectors, in alphabetical order.
public let detectorCatalog = Catalog(
  "detector",
  [
    SMACross.self,
    Threshold.self,
  ])

/// Detectors of any kind in one list.
public enum DetectorList: ComponentList {
  public typealias Member = any Detector
  public static var catalog: Catalog { detectorCatalog }
}
