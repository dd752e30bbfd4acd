import SFCore

/// Which names the tables and columns of data types may have.
///
/// They stand in statements of databases, and so are words that mean nothing there, whoever chose
/// them: a user in a file, an export, or a store that somebody else has written.
public enum StoredName {
  /// Tables that every store has.
  private static let tables = ["absence", "data_type", "dataset", "version"]

  /// Columns that every row has, and keys of lines that a market field would hide.
  private static let ofRows = ["dataset", "time"]
  private static let ofBars =
    ofRows + ["interval", "symbol", "ts", "type"] + DataColumn.prices.map(\.name)

  public static func isType(_ text: String) -> Bool {
    isWord(text) && !tables.contains(text) && !text.hasPrefix("sqlite_")
  }

  public static func isColumn(_ text: String, ofBars: Bool) -> Bool {
    isWord(text) && !(ofBars ? Self.ofBars : ofRows).contains(text)
  }

  /// A lower-case letter, then at most 31 of these, digits and `_`.
  private static func isWord(_ text: String) -> Bool {
    guard let first = text.utf8.first, (97...122).contains(first) else { return false }
    return text.utf8.count <= 32
      && text.utf8.allSatisfy { byte in
        (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
      }
  }

  /// The name as a statement says it.
  public static func quoted(_ name: String) -> String {
    "\"\(name.replacing("\"", with: "\"\""))\""
  }
}

extension String {
  fileprivate func replacing(_ old: Character, with new: String) -> String {
    map { $0 == old ? new : String($0) }.joined()
  }
}
