/// How good the signals of a detector have been, over the last of them whose outcome is known.
///
/// A model may be given it: no price is in it. A figure that does not exist is `nil`.
public struct SignalMetrics: LineMessage {
  @inlinable public static var type: LineType { .signalMetrics }

  public var detector: String
  /// Signals whose outcome is known.
  public var known: Int
  /// The share of them that were right.
  public var hitRate: Double?
  /// The return on the signal's side at the horizon, a fraction, the mean.
  public var meanReturn: Double?
  /// Bars until the mean return stays at or above half of that at the horizon.
  public var halfLifeBars: Int?
  /// The share at whose time another detector signed for the same; `nil` with one detector.
  public var agreement: Double?

  public init(
    detector: String, known: Int, hitRate: Double?, meanReturn: Double?, halfLifeBars: Int?,
    agreement: Double?
  ) {
    self.detector = detector
    self.known = known
    self.hitRate = hitRate
    self.meanReturn = meanReturn
    self.halfLifeBars = halfLifeBars
    self.agreement = agreement
  }
}
