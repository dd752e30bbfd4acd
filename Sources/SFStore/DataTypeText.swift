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

  public static func read(
    _ text: String, name: String, store: String
  ) throws(StoreError) -> DataType {
    var lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let isBars = lines.first == ["bars"]
    guard isBars || lines.first == ["rows"] else { throw unreadable(text, name, store) }
    lines.removeFirst()
    var columns: [DataColumn] = []
    var sequence: String?
    for words in lines {
      guard words.count >= 3, let kind = DataColumn.Kind(rawValue: words[1]),
        let values = DataColumn.Values(rawValue: words[2]),
        words.dropFirst(3).allSatisfy({ ["required", "sequence"].contains($0) })
      else { throw unreadable(text, name, store) }
      columns.append(
        DataColumn(words[0], kind, required: words.contains("required"), values))
      if words.dropFirst(3).contains("sequence") { sequence = words[0] }
    }
    return isBars
      ? DataType(bars: name, fields: columns)
      : DataType(rows: name, columns, sequence: sequence)
  }

  private static func unreadable(_ text: String, _ name: String, _ store: String) -> StoreError {
    StoreError(
      .badData, "found the declaration '\(text)' of '\(name)' in '\(store)', expected a data type")
  }
}
