extension Step {
  /// The open of a bar of the step; its close where the interval has no length.
  public func openTime(of index: SeriesIndex) -> Timestamp {
    let length = series[index].interval.milliseconds ?? 0
    return Timestamp(milliseconds: BarGrid.later(ts.milliseconds, by: -1, of: length))
  }
}
