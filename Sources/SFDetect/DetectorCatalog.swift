import SFCore

/// The detectors, in alphabetical order.
public let detectorCatalog = Catalog(
  "detector",
  [
    ADXRegime.self,
    AroonCross.self,
    BollingerTouch.self,
    CCIAnomaly.self,
    Divergence.self,
    DonchianBreakout.self,
    EMACross.self,
    ExpressionDetector.self,
    FundingRate.self,
    Hampel.self,
    KalmanTurn.self,
    KeltnerChannel.self,
    LocalExtrema.self,
    MACDCross.self,
    MarketAgreement.self,
    MarketCUSUM.self,
    MarketZScore.self,
    MFIExtreme.self,
    PercentileRegime.self,
    RSICross.self,
    SMACross.self,
    StochasticCross.self,
    Structure.self,
    SupertrendFlip.self,
    Threshold.self,
    VolatilityRegime.self,
    ZScoreAnomaly.self,
  ])

/// Detectors of one series, of any kind, in one list.
public enum DetectorList: ComponentList {
  public typealias Member = any Detector
  public static var catalog: Catalog { detectorCatalog }
}
