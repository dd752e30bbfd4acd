/// Rows of figures under named columns.
public struct Table: Sendable {
  public struct Column: Sendable {
    /// The name for programs, with its unit: `win_rate_fraction`.
    public let key: String
    /// The name for people, with its unit: `win rate, %`.
    public let label: String

    public init(_ key: String, _ label: String) {
      self.key = key
      self.label = label
    }
  }

  /// A group of columns of a record, with a heading of its own.
  public struct Section: Sendable {
    public let title: String
    public let columns: Range<Int>
  }

  /// The name for programs.
  public let key: String
  /// The heading for people.
  public let title: String
  public let columns: [Column]
  public let rows: [[Cell]]
  /// Not empty for a single row, which people read from top to bottom.
  public let sections: [Section]

  public init(
    _ key: String, _ title: String, _ columns: [Column], _ rows: [[Cell]],
    sections: [Section] = []
  ) {
    self.key = key
    self.title = title
    self.columns = columns
    self.rows = rows
    self.sections = sections
  }

  /// A single row, which people read from top to bottom.
  public static func record(
    _ key: String, _ title: String, _ fields: [(column: Column, cell: Cell)]
  ) -> Table {
    Table(
      key, title, fields.map(\.column), [fields.map(\.cell)],
      sections: [Section(title: title, columns: fields.indices)])
  }

  public var isRecord: Bool { !sections.isEmpty }

  /// The row of a record.
  var record: [Cell] { rows.first ?? [] }

  /// Whether a column holds numbers, which end below each other.
  func isNumeric(_ column: Int) -> Bool { !rows.contains { $0[column].isText } }
}
