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
  func offGrid(
    from last: Int64, to ts: Int64, _ length: Int64, _ series: Series, of rows: Rows
  ) -> IngestError {
    IngestError(
      file: rows.file, line: line, column: column,
      message: "found \(Feed.length(ts - last)) since the last bar of \(series.symbol), expected "
        + "a multiple of its interval \(series.interval)",
      help: rows.wasTold(series)
        ? Self.help(ts - last, length)
        : rows.localClock.help(from: last, to: ts, length))
  }

  /// The interval that may have been meant where the first two rows told another.
  private static func help(_ distance: Int64, _ length: Int64) -> String {
    var (a, b) = (length, distance)
    while b > 0 { (a, b) = (b, a % b) }
    return "say the length of a bar: --interval \(Feed.length(a))"
  }
}
