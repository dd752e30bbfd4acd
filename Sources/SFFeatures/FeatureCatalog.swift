import SFCore

/// The features, in alphabetical order.
public let featureCatalog = Catalog(
  "feature",
  [
    ATR.self,
    BollingerBands.self,
    Donchian.self,
    EMA.self,
    MACD.self,
    NATR.self,
    OBV.self,
    ReturnDeviation.self,
    RateOfChange.self,
    RSI.self,
    SMA.self,
    ZScore.self,
  ])

/// Features of any kind in one list.
public enum FeatureList: ComponentList {
  public typealias Member = any Feature
  public static var catalog: Catalog { featureCatalog }
}
