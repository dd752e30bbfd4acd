import SFCore

/// The features, in alphabetical order.
public let featureCatalog = Catalog(
  "feature",
  [
    AccelerationBands.self,
    ADX.self,
    ADXR.self,
    APO.self,
    Aroon.self,
    AroonOscillator.self,
    ATR.self,
    BollingerBands.self,
    BOP.self,
    CCI.self,
    CMO.self,
    DEMA.self,
    Donchian.self,
    DX.self,
    EMA.self,
    IMI.self,
    KAMA.self,
    MACD.self,
    MAMA.self,
    Midpoint.self,
    MidPrice.self,
    MinusDI.self,
    MinusDM.self,
    Momentum.self,
    NATR.self,
    OBV.self,
    PlusDI.self,
    PlusDM.self,
    PPO.self,
    ReturnDeviation.self,
    RateOfChange.self,
    RateOfChangeFraction.self,
    RateOfChangeRatio.self,
    RSI.self,
    SAR.self,
    SMA.self,
    Stochastic.self,
    FastStochastic.self,
    StochasticRSI.self,
    T3.self,
    TEMA.self,
    TRIMA.self,
    TRIX.self,
    UltimateOscillator.self,
    WilliamsR.self,
    WMA.self,
    ZScore.self,
  ])

/// Features of any kind in one list.
public enum FeatureList: ComponentList {
  public typealias Member = any Feature
  public static var catalog: Catalog { featureCatalog }
}
