import SFCore

/// The detectors, in alphabetical order.
public let detectorCatalog = Catalog<AnyDetector>(
  "detector",
  seriesDetectors.map { type in type.entry { .series($0) } }
    + marketDetectors.map { type in type.entry { .market($0) } })

/// Those of one series.
private let seriesDetectors: [any Detector.Type] = [
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
]

/// Those of the whole market.
private let marketDetectors: [any MarketDetector.Type] = [
  MarketAgreement.self,
  MarketCUSUM.self,
  MarketZScore.self,
]

/// What a spec of the catalog makes.
public enum AnyDetector: Sendable {
  case series(any Detector)
  case market(any MarketDetector)
}

/// Detectors of one series, of any kind, saved by kind.
public enum DetectorList: ComponentList {
  public static let catalog = Catalog<any Detector>(
    "detector", seriesDetectors.map { type in type.entry { $0 } })
  public static func component(_ detector: any Detector) -> any Component { detector }
}

/// Market-wide detectors of any kind, saved by kind.
public enum MarketDetectorList: ComponentList {
  public static let catalog = Catalog<any MarketDetector>(
    "detector", marketDetectors.map { type in type.entry { $0 } })
  public static func component(_ detector: any MarketDetector) -> any Component { detector }
}
