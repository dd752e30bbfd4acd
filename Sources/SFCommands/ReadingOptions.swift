import ArgumentParser
import SFCore
import SFIngest
import SFTool

/// How `sf-ingest` reads its files.
package struct ReadingOptions: ParsableArguments {
  @Option(
    help: "The symbol of all rows. [default: the column, else the file's name up to - _ or .]",
    transform: Self.symbol)
  var symbol: Symbol?

  @Option(
    help: ArgumentHelp("The symbols to keep, or to make up.", valueName: "a,b,…"),
    transform: Self.symbolList)
  var symbols: [Symbol]?

  @Option(
    help: ArgumentHelp(
      "The length of a bar: a number of s, m, h, d or w, as 1m, 10m, 4h, 1d, or a name for bars that "
        + "are not bound to time. Of trades bars of it are made: also 100t (so many trades), "
        + "5vol (so much of the base asset), 1000000dollar (so much of the quote currency), 25range "
        + "(high - low). [default: the difference of a symbol's first two rows]"),
    transform: Self.interval)
  var interval: Interval?

  @Option(
    help: "What a time in a CSV file is: the open of the bar or its close.",
    transform: Self.timeMeaning)
  var timestamp = TimeMeaning.open

  @Option(
    help: ArgumentHelp("Take bars that open at or after this time.", valueName: "time"),
    transform: Self.time)
  var from: Timestamp?

  @Option(
    help: ArgumentHelp("Take bars that open before this time.", valueName: "time"),
    transform: Self.time)
  var to: Timestamp?

  @Flag(help: "Sort the rows of each file by time, in memory.")
  var sort = false

  @Option(
    help: ArgumentHelp(
      "Of two bars of one time that disagree keep the first or the last. [default: an error]",
      valueName: "which"),
    transform: Self.conflictRule)
  var onConflict: ConflictRule?

  package init() {}

  /// Of trades bars can be made that are not bound to time, and a store knows when they closed.
  func check(ofStore readsStore: Bool) throws(UsageError) {
    if let interval, timestamp == .open, PrintRule(interval) == nil, !readsStore {
      throw UsageError(interval.needsClose)
    }
    if let from, let to, to <= from {
      throw UsageError("--to \(to) must be after --from \(from)")
    }
  }

  func options(skippable: Int) -> IngestOptions {
    var options = IngestOptions()
    options.symbol = symbol
    options.symbols = symbols
    options.interval = interval
    options.timestamp = timestamp
    options.from = from
    options.to = to
    options.sorts = sort
    options.onConflict = onConflict
    options.skippable = skippable
    return options
  }

  /// The effective values, for the header.
  func settings(_ synthetic: SyntheticOptions) -> [Setting] {
    let symbols = synthetic.synthetic ? synthetic.symbols(self) : self.symbols
    let interval = synthetic.synthetic ? synthetic.interval(self) : self.interval
    return [
      Setting("symbol", symbol?.text),
      symbols.map { Setting("symbols", $0.map(\.text)) } ?? Setting("symbols", .null),
      Setting("interval", interval?.text),
      Setting("timestamp", timestamp.rawValue),
      Setting("from", from?.description),
      Setting("to", to?.description),
      Setting("sort", sort),
      Setting("on_conflict", onConflict?.rawValue),
    ]
  }

  // MARK: Texts to values

  @Sendable package static func symbol(_ text: String) throws -> Symbol {
    guard let symbol = Symbol(text), symbol != .all else {
      throw ValidationError("'\(text)' is no symbol: expected \(Symbol.rule), not ALL")
    }
    return symbol
  }

  @Sendable package static func symbolList(_ text: String) throws -> [Symbol] {
    var list: [Symbol] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let symbol = try symbol(String(part))
      if list.contains(symbol) { throw ValidationError("'\(symbol)' is given twice") }
      list.append(symbol)
    }
    return list
  }

  @Sendable package static func interval(_ text: String) throws -> Interval {
    guard let interval = Interval(text) else {
      throw ValidationError("'\(text)' is no interval: expected one like 1m, 1h, 1d, 100t")
    }
    // Programs for charts write units large; where that is a month, it is none of these.
    if interval.milliseconds == nil, let likely = Interval(text.lowercased()),
      likely.milliseconds != nil
    {
      throw ValidationError(
        "'\(text)' is no interval: "
          + (text.hasSuffix("M")
            ? "of months there is 1M alone, expected \(Interval.rule)"
            : "did you mean \(likely)?"))
    }
    if interval.milliseconds == nil, Interval.saysTime(text) {
      throw ValidationError(
        "'\(text)' is no interval: expected \(Interval.expected(for: text)), of at most 366 days")
    }
    if interval.milliseconds == nil, let minutes = Int(text), let likely = Interval("\(minutes)m") {
      throw ValidationError("'\(text)' is no interval: did you mean \(likely)?")
    }
    return interval
  }

  @Sendable package static func time(_ text: String) throws -> Timestamp {
    guard let time = Timestamp(anyForm: text) else {
      throw ValidationError(
        "'\(text)' is no time: expected one like 2026-01-05 or 2026-01-05T09:30")
    }
    return time
  }

  @Sendable static func timeMeaning(_ text: String) throws -> TimeMeaning {
    guard let meaning = TimeMeaning(rawValue: text) else {
      throw ValidationError("'\(text)' is neither open nor close")
    }
    return meaning
  }

  @Sendable package static func conflictRule(_ text: String) throws -> ConflictRule {
    guard let rule = ConflictRule(rawValue: text) else {
      throw ValidationError("'\(text)' is neither first nor last")
    }
    return rule
  }
}
