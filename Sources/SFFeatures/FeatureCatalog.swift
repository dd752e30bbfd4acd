import SFCore

/// The features, in alphabetical order.
public let featureCatalog = Catalog(
  "feature",
  [
    AccelerationBands.self,
    ATR.self,
    BollingerBands.self,
    DEMA.self,
    Donchian.self,
    EMA.self,
    KAMA.self,
    MACD.self,
    MAMA.self,
    Midpoint.self,
    MidPrice.self,
    NATR.self,
    OBV.self,
    ReturnDeviation.self,
    RateOfChange.self,
    RSI.self,
    SMA.self,
    T3.self,
    TEMA.self,
    TRIMA.self,
    WMA.self,
    ZScore.self,
  ])

/// Features of any kind in one list.
public enum FeatureList: ComponentList {
  public typealias Member = any Feature
  public static var catalog: Catalog { featureCatalog }
}
