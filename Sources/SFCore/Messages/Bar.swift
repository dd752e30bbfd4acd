/// The prices of one symbol over one interval; its time is that of the step, the close boundary.
///
/// Six words without a reference, so that a copy is a copy of bytes; further market fields, which
/// few streams have, stand beside the bars in the step.
public struct Bar: Hashable, Sendable, Codable {
  public var series: SeriesIndex
  public var open: Price
  public var high: Price
  public var low: Price
  public var close: Price
  /// Base asset traded; `nil` where the market does not say (FX).
  public var volume: Double?

  @inlinable
  public init(
    series: SeriesIndex, open: Price, high: Price, low: Price, close: Price, volume: Double?
  ) {
    self.series = series
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }
}
