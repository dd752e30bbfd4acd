import SFCore

/// A bar of the step that is being made, and where it comes from.
struct CollectedBar {
  let bar: Bar
  let fields: [MarketField]
  /// The place of its input among those of the run.
  let feed: Int
  let line: Int
  let column: Int

  /// Another bar of the same series and time says something else.
  func conflict(
    with first: String, _ series: Series, _ ts: Int64, in file: String
  ) -> IngestError {
    IngestError(
      file: file, line: line, column: column,
      message: "found another bar of \(series.symbol) \(series.interval) at "
        + "\(Timestamp(milliseconds: ts)) than \(first), expected the same",
      help: "--on-conflict first or last keeps one of them")
  }

  /// It does not stand a whole number of intervals behind the last of its series.
  func offGrid(by distance: Int64, _ series: Series, in file: String) -> IngestError {
    IngestError(
      file: file, line: line, column: column,
      message: "found \(Feed.length(distance)) since the last bar of \(series.symbol), expected "
        + "a multiple of its interval \(series.interval)",
      help: "give the interval: --interval 1m")
  }
}
