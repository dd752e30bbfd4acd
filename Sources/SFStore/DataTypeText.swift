import SFCore

/// A data type as a store keeps it, so that it can be read without the declaration of its user:
///
///     bars
///     volume real zero_or_more
///     funding_rate real any required
///
/// A line says what rows are, then each column; `sequence` behind the one that is.
public enum DataTypeText {
  public static func write(_ type: DataType) -> String {
    var lines = [type.isBars ? "bars" : "rows"]
    for column in type.isBars ? Array(type.fields) : type.columns {
      lines.append(
        "\(column.name) \(column.kind.rawValue) \(column.values.rawValue)"
          + (column.isRequired ? " required" : "")
          + (column.name == type.sequence ? " sequence" : ""))
    }
    return lines.joined(separator: "\n")
  }

  /// The type of that name; whoever declared it, its names are no more than words.
  public static func read(_ text: String, name: String) throws(DataTypeError) -> DataType {
    guard StoredName.isType(name) else {
      throw DataTypeError(
        found: "the data type '\(name.shown(most: 64))'",
        expected: "a lower-case word that is not taken")
    }
    var lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let isBars = lines.first == ["bars"]
    guard isBars || lines.first == ["rows"] else { throw unreadable(text, name) }
    lines.removeFirst()
    var columns: [DataColumn] = []
    var sequence: String?
    for words in lines {
      guard let column = column(words, ofBars: isBars),
        !columns.contains(where: { $0.name == column.name })
      else { throw unreadable(text, name) }
      columns.append(column)
      guard words.dropFirst(3).contains("sequence") else { continue }
      guard sequence == nil, !isBars, column.kind == .integer, column.isRequired else {
        throw unreadable(text, name)
      }
      sequence = column.name
    }
    return isBars
      ? DataType(bars: name, fields: columns)
      : DataType(rows: name, columns, sequence: sequence)
  }

  /// The same of a store, which somebody else may have written.
  public static func read(
    _ text: String, name: String, in store: String
  ) throws(StoreError) -> DataType {
    do throws(DataTypeError) { return try read(text, name: name) } catch {
      throw StoreError(.badData, "\(error.message), in '\(store)'")
    }
  }

  private static func column(_ words: [String], ofBars: Bool) -> DataColumn? {
    guard words.count >= 3, StoredName.isColumn(words[0], ofBars: ofBars),
      let kind = DataColumn.Kind(rawValue: words[1]),
      let values = DataColumn.Values(rawValue: words[2]),
      words.dropFirst(3).allSatisfy({ ["required", "sequence"].contains($0) })
    else { return nil }
    return DataColumn(words[0], kind, required: words.contains("required"), values)
  }

  private static func unreadable(_ text: String, _ name: String) -> DataTypeError {
    DataTypeError(
      found: "the declaration '\(text.shown())' of '\(name)'",
      expected: "bars or rows, then a line of lower-case words for each column")
  }
}
