import SFCore

/// What an ingest has to say to people.
public enum IngestNote: Equatable, Sendable {
  /// The interval was told from the first two rows of a symbol.
  case interval(file: String, symbol: Symbol, interval: Interval)
  /// Columns that are no market field that the project knows.
  case ignoredColumns(file: String, names: [String])
  /// An option that lines of a stream do not need: they say it themselves, and otherwise.
  case unused(file: String, option: String, says: String)
  /// A symbol that was given for rows that have a column of it.
  case overridden(file: String, symbol: Symbol)
  /// Columns that may be a volume, in a file of which none was taken for it.
  case noVolume(file: String, names: [String])
  /// What each column was taken for.
  case columns(file: String, String)
  /// Lines before the header.
  case preamble(file: String, lines: Int)
  /// Gaps that are weekends, of a market that may have been closed.
  case weekends(Int)
  case skipped(IngestError)
  case noBars(file: String)
  /// A symbol that was asked for and has no bar.
  case absent(Symbol)
  /// Lines of a stream that are no bars.
  case dropped(file: String, lines: [End.Count])
  /// Prices with more than eight decimals; `first` is the place of the first.
  case rounded(count: Int, first: String)
  case duplicates(Int)
  /// A stream with a header and no end.
  case cut(file: String)
  case skippedInAll(Int)
  /// Longer bars that were left out, since the input covers them in part.
  case partial(Int)
  /// Longer bars that are made of fewer bars than they could be.
  case sparse(Int)
  case repaired(RepairCounts)
  /// Of what bars were made.
  case prints(file: String, PrintCounts)

  public var text: String {
    switch self {
    case .interval(let file, let symbol, let interval):
      "\(file): the interval of \(symbol) is \(interval), the difference of its first two rows"
    case .ignoredColumns(let file, let names):
      "\(file): ignores the columns \(names.map { "'\($0)'" }.joined(separator: ", "))"
    case .unused(let file, let option, let says):
      "\(file): \(option) is not used: its lines say \(says)"
    case .overridden(let file, let symbol):
      "\(file): --symbol takes all rows for \(symbol), whatever their column of symbols says"
    case .noVolume(let file, let names):
      "\(file): has no volume, as far as one can see: ignores "
        + names.map { "'\($0)'" }.joined(separator: ", ") + " (--columns volume=NAME takes one)"
    case .columns(let file, let text): "\(file): takes \(text)"
    case .preamble(let file, let lines):
      "\(file): passes over \(lines) \(lines == 1 ? "line" : "lines") before the header"
    case .skipped(let error): error.message
    case .noBars(let file): "\(file) has no bar that is asked for"
    case .absent(let symbol): "no bar of \(symbol) was found"
    case .dropped(let file, let lines):
      "\(file): drops lines that are no bars: "
        + lines.map { "\($0.lines) \($0.type)" }.joined(separator: ", ")
    case .rounded(let count, let first):
      "rounded \(count) \(count == 1 ? "price" : "prices") to eight decimals, the first at \(first)"
    case .duplicates(let count):
      "dropped \(count) duplicate \(count == 1 ? "bar" : "bars")"
    case .cut(let file): "\(file): the stream was cut: it has a header and no end"
    case .skippedInAll(let count): "skipped \(count) \(count == 1 ? "line" : "lines")"
    case .repaired(let counts): counts.text
    case .weekends(let count):
      "\(count) gaps are weekends: a market that closes has --calendar us, 24/5 or a file"
    case .prints(let file, let counts): "\(file): \(counts.text)"
    case .partial(let count):
      "left out \(count) \(count == 1 ? "bar" : "bars") of which the input covers a part "
        + "(--partial mark writes them)"
    case .sparse(let count):
      count == 1
        ? "one longer bar lacks some of the bars that it is made of"
        : "\(count) longer bars lack some of the bars that they are made of"
    }
  }
}

/// What the readers of one run count and have to say.
final class Tally {
  var notes: [IngestNote] = []
  private(set) var rounded = 0
  private(set) var firstRounded = ""
  private(set) var skipped = 0
  var duplicates = 0
  /// Longer bars that are covered in part, and those that lack some of their bars.
  var partial = 0
  var sparse = 0

  /// Gaps that are weekends.
  var weekends = 0
  var repairs = RepairCounts()

  /// Called before a read that has to wait.
  var beforeWaiting: (() throws -> Void)?

  private let skippable: Int

  init(skippable: Int) { self.skippable = skippable }

  /// Whether the next line that cannot be read stops the run: only then is help looked for.
  var stopsNext: Bool { skipped >= skippable }

  /// Counts a line that cannot be read, or stops at it.
  func skip(_ error: IngestError) throws {
    guard skipped < skippable else { throw error }
    skipped += 1
    notes.append(.skipped(error))
  }

  func countRounded(_ file: String, _ line: Int, _ column: Int) {
    if rounded == 0 { firstRounded = "\(file):\(line):\(column)" }
    rounded += 1
  }

  /// Notes what was not found, and what was counted.
  func noteEnd(of feeds: [Feed], asked symbols: [Symbol]) {
    for feed in feeds where !feed.hasBars { notes.append(.noBars(file: feed.rows.file)) }
    let found = Set(feeds.flatMap { feed in feed.rows.slots.map(\.symbol) })
    for symbol in symbols where !found.contains(symbol) { notes.append(.absent(symbol)) }
    for feed in feeds { notes += feed.rows.lastNotes }
    noteCounts()
  }

  /// Notes what was counted.
  func noteCounts() {
    if duplicates > 0 { notes.append(.duplicates(duplicates)) }
    if rounded > 0 { notes.append(.rounded(count: rounded, first: firstRounded)) }
    if partial > 0 { notes.append(.partial(partial)) }
    if weekends > 1 { notes.append(.weekends(weekends)) }
    if sparse > 0 { notes.append(.sparse(sparse)) }
    if repairs != RepairCounts() { notes.append(.repaired(repairs)) }
    if skipped > 0 { notes.append(.skippedInAll(skipped)) }
  }
}
