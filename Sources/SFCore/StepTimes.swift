extension Step {
  /// The open of a bar of the step; its close where the interval has no length.
  public func openTime(of index: SeriesIndex) -> Timestamp {
    ts + -(series[index].interval.milliseconds ?? 0)
  }
}
