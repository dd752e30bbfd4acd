import ArgumentParser
import SFCommands
import SFCore
import SFTool

/// Which bars are wanted.
struct SpanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The symbols.", valueName: "a,b,…"), transform: ReadingOptions.symbolList)
  var symbols: [Symbol]?

  @Option(
    help: ArgumentHelp(
      "The length of a bar: 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w.",
      valueName: "interval"),
    transform: ReadingOptions.interval)
  var interval: Interval?

  @Option(
    help: ArgumentHelp("Take bars that open at or after this time.", valueName: "time"),
    transform: ReadingOptions.time)
  var from: Timestamp?

  @Option(
    help: ArgumentHelp("Take bars that open before this time. [default: now]", valueName: "time"),
    transform: ReadingOptions.time)
  var to: Timestamp?

  func validate() throws {
    if let from, let to, to <= from {
      throw ValidationError("--to \(to) must be after --from \(from)")
    }
  }

  /// The effective values, for the header.
  var settings: [Setting] {
    [
      symbols.map { Setting("symbols", $0.map(\.text)) } ?? Setting("symbols", .null),
      Setting("interval", interval?.text), Setting("from", from?.description),
      Setting("to", to?.description),
    ]
  }

  /// Refuses bars that are not bound to time.
  func checkIntervalIsTimed() throws(UsageError) {
    if interval == .month {
      throw UsageError(
        "'--interval 1M' is not asked for: its bars are made of shorter ones",
        help: "… --interval 1d … | sf-ingest --resample 1M")
    }
    if let interval, !Interval.timed.contains(where: { $0.text == interval.text }) {
      throw UsageError(
        "'--interval \(interval)' is no length of time: the nearest are "
          + Interval.nearest(to: interval.text).joined(separator: " "))
    }
  }
}
