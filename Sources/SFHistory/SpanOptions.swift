import ArgumentParser
import SFCommands
import SFCore
import SFIngest
import SFTool

/// Which bars are wanted.
struct SpanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The symbols.", valueName: "a,b,…"), transform: ReadingOptions.symbolList)
  var symbols: [Symbol]?

  @Option(
    help: ArgumentHelp(
      "The length of a bar: 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w; 1M is made of days.",
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

  /// Which bars are asked for: a month is made of its days, since months have no one length by which
  /// to ask for pages and to look for gaps.
  var asked: Interval? { interval == .month ? Interval("1d") : interval }

  /// What is made of them; `nil` for nothing.
  var resampling: Resampling? { interval == .month ? Resampling([.month]) : nil }

  /// Refuses bars of months where those that come must be those that are asked for.
  func checkIntervalIsAsked(with option: String) throws(UsageError) {
    guard resampling != nil else { return }
    throw UsageError(
      "\(option) does not go with --interval 1M, whose bars are made of days",
      help: "… --interval 1d \(option) … | sf-ingest --resample 1M")
  }

  /// Refuses bars that are not bound to time.
  func checkIntervalIsTimed() throws(UsageError) {
    if interval == .month { return }
    if let interval, !Interval.timed.contains(where: { $0.text == interval.text }) {
      throw UsageError(
        "'--interval \(interval)' is no length of time: the nearest are "
          + Interval.nearest(to: interval.text).joined(separator: " "))
    }
  }
}
