/// What came of a bar or a signal, said when it has become known: a target for training.
public struct Label: LineMessage, Hashable, Codable {
  @inlinable public static var type: LineType { .label }

  /// What was looked at to find the value.
  public struct Window: Hashable, Sendable, Codable {
    /// The time of its last bar: what is trained on an earlier time knows nothing of it. López de
    /// Prado's `t1`.
    public var end: Timestamp
    /// Bars behind the one that is labelled.
    public var bars: Int
    /// What following the label gained from the close of its bar to the end, as a fraction: the
    /// change of the price, with the other sign for a fall.
    public var gain: Double

    public init(end: Timestamp, bars: Int, gain: Double) {
      self.end = end
      self.bars = bars
      self.gain = gain
    }
  }

  public var series: SeriesIndex
  /// The bar that it is about; the step's time is when it became known.
  public var at: Timestamp
  /// The name of the label: its kind and parameters, or an alias.
  public var label: String
  /// Whose signal it is about; `nil` for a label of a bar.
  public var detector: String?
  /// The target; NaN when there is none, or none yet.
  public var value: Double
  /// `nil` when the stream ended before the window, or nothing could be looked at.
  public var window: Window?

  public init(
    series: SeriesIndex, at: Timestamp, label: String, detector: String? = nil, value: Double,
    window: Window? = nil
  ) {
    self.series = series
    self.at = at
    self.label = label
    self.detector = detector
    self.value = value
    self.window = window
  }
}

extension Step {
  @inlinable @inline(__always)
  public var labels: Reused<Label> { messages(of: Label.self) }
}
