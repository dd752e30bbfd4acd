/// Bars that are missing before a bar of the step.
public struct Gap: LineMessage, Hashable, Codable {
  @inlinable public static var type: LineType { .gap }

  public var series: SeriesIndex
  /// The time of the first missing bar.
  public var from: Timestamp
  /// The time of the last missing bar.
  public var to: Timestamp
  public var bars: Int

  public init(series: SeriesIndex, from: Timestamp, to: Timestamp, bars: Int) {
    self.series = series
    self.from = from
    self.to = to
    self.bars = bars
  }
}

extension Step {
  @inlinable @inline(__always)
  public var gaps: Reused<Gap> { messages(of: Gap.self) }
}
