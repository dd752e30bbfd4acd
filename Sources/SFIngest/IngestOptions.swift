import SFCore

/// What the time of a row means.
public enum TimeMeaning: String, CaseIterable, Sendable { case open, close }

/// Which of two bars of one series and time is kept when they disagree.
public enum ConflictRule: String, CaseIterable, Sendable { case first, last }

/// How market data is read.
public struct IngestOptions: Sendable {
  /// The symbol of all rows; `nil` takes the column, else the name of the file.
  public var symbol: Symbol?

  /// The symbols to keep; `nil` keeps all.
  public var symbols: [Symbol]?

  /// The interval of all rows; `nil` takes the difference of a symbol's first two rows.
  /// Lines of a stream say theirs themselves.
  public var interval: Interval?

  /// What the time in a CSV file means. Kline archives and streams say it themselves.
  public var timestamp = TimeMeaning.open

  /// Bounds of the open time of bars: from `from`, inclusive, to `to`, exclusive.
  public var from: Timestamp?
  public var to: Timestamp?

  /// Whether the rows of each file are sorted by time in memory.
  public var sorts = false

  /// `nil` makes bars that disagree an error.
  public var onConflict: ConflictRule?

  /// How many lines that cannot be read may be skipped.
  public var skippable = 0

  /// `nil` writes the bars as they come.
  public var resampling: Resampling?

  /// What happens to bars that are made here and covered in part; `nil` drops them.
  public var partial: PartialRule?

  /// `nil` makes bars that cannot be an error, and missing bars a gap.
  public var repair: RepairRule?

  /// How many bars in a row a repair makes up at most.
  public var repairLimit = 60

  /// What is known of archives, by the names of their inputs.
  public var archives: [String: ArchivedInput] = [:]

  /// What is known of the form of files; what is not is told by their first lines.
  public var shape = FileShape()

  /// When the market is open; `nil` for always.
  public var calendar: MarketCalendar?

  /// Whether bars that cannot be are read all the same, and judged by whoever asked.
  var isLenient = false

  public init() {}

  /// What the name of an archive says.
  public struct ArchivedInput: Sendable {
    public let symbol: Symbol
    /// The times of which it has all there is.
    public let span: Range<Timestamp>

    public init(symbol: Symbol, span: Range<Timestamp>) {
      self.symbol = symbol
      self.span = span
    }
  }

  /// The columns that become further market fields of a bar, in ascending order.
  public static var marketFields: [String] { CSVLayout.fieldNames.map(\.name) }

  /// The columns in which a file may have the time of its rows, in the order in which they are
  /// looked for.
  public static var timeColumns: [String] { CSVLayout.timeNames + CSVLayout.furtherTimeNames }

  /// Further columns that become market fields, in lower case: those that a user has declared.
  public var ownFields: [String] = []

  func wants(_ symbol: Symbol) -> Bool { symbols?.contains(symbol) ?? true }
}
