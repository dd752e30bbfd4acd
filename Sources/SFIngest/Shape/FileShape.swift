import SFCore

/// What a user says of the form of a CSV file; what is `nil` is told by the file's first lines.
public struct FileShape: Equatable, Sendable {
  /// What stands between two columns.
  public var delimiter: UInt8?
  /// What stands before the decimals of a number, and between its thousands.
  public var decimal: UInt8?
  public var thousands: UInt8?
  /// What columns hold, by the names of this project: `time`, `date`, `open`, `volume` …
  public var columns: [ColumnChoice] = []
  /// How many lines at the start are passed over.
  public var skippedLines = 0
  /// What lines begin with that are none.
  public var comment: String?
  public var timeFormat: TimeFormat?
  /// The clock of times without a zone, and of days; `nil` is UTC.
  public var zone: ZoneRules?
  public var encoding: TextEncoding?
  /// Whether the newest rows come first.
  public var isNewestFirst = false

  public init() {}

  /// Whether numbers are written as in programs: `1234.5`.
  var hasPlainNumbers: Bool { (decimal == nil || decimal == UInt8(ascii: ".")) && thousands == nil }

  /// What a column is taken for.
  public struct ColumnChoice: Equatable, Sendable {
    /// `time`, `date`, `symbol`, `open`, `volume`, or a market field.
    public let meaning: String
    /// The name of the column, or its number from 1.
    public let column: String

    /// Whether a file may lack it: one of those that a format has.
    public let isOptional: Bool

    public init(meaning: String, column: String, isOptional: Bool = false) {
      self.meaning = meaning
      self.column = column
      self.isOptional = isOptional
    }
  }

  /// What the columns of bars may be taken for.
  public static let meanings =
    ["time", "date", "symbol", "open", "high", "low", "close", "volume"]
    + CSVLayout.fieldNames.map(\.name)
}

/// How the bytes of a file are letters.
public enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case latin1 = "latin-1"
}
