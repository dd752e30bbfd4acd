/// What a detector saw.
public struct Signal: LineMessage, Hashable, Codable {
  @inlinable public static var type: LineType { .signal }

  public var series: SeriesIndex
  public var detector: String
  public var direction: SignalDirection
  /// How strong, in the detector's own measure; 1 when it has none.
  public var strength: Double
  /// 0…1; `nil` when the detector does not say.
  public var probability: Double?

  public init(
    series: SeriesIndex, detector: String, direction: SignalDirection, strength: Double = 1,
    probability: Double? = nil
  ) {
    self.series = series
    self.detector = detector
    self.direction = direction
    self.strength = strength
    self.probability = probability
  }
}

extension Step {
  @inlinable @inline(__always)
  public var signals: Reused<Signal> { messages(of: Signal.self) }
}
