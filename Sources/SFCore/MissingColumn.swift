extension StageError {
  /// A column that a component needs and the stream does not have.
  public static func missingColumn(
    _ name: String, neededBy component: String, among columns: [String]
  ) -> StageError {
    let nearest = NearestName.of(name, among: columns)
    let spec = ColumnName.spec(of: name)
    return StageError(
      .configuration,
      "\(component) needs the column \(name), which the stream lacks"
        + (nearest.map { " (the nearest is \($0))" } ?? ""),
      help: columns.contains(name.lowercased())
        ? "names are in small letters: \(name.lowercased())"
        : spec.map { "add it: sf-features \($0)" }
          ?? (columns.isEmpty
            ? "the stream has no columns: add them by sf-features"
            : columns.count > NearestName.few
              ? "the nearest are \(NearestName.three(name, among: columns).joined(separator: " "))"
              : "the stream has \(columns.joined(separator: " "))"))
  }
}

extension ColumnName {
  /// The spec of the feature that writes a column of that name, as far as the name tells:
  /// `macd:12,26,9` for `macd_12_26_9_signal`. `nil` for a name without numbers.
  public static func spec(of column: String) -> String? {
    let parts = column.split(separator: "_", omittingEmptySubsequences: false)
    guard let first = parts.firstIndex(where: isNumber), first > 0 else { return nil }
    let values = parts[first...].prefix(while: isNumber).map { part in
      String(part.map { $0 == "p" ? "." : $0 == "m" ? "-" : $0 })
    }
    return parts[..<first].joined(separator: "_") + ":" + values.joined(separator: ",")
  }

  /// The digits of a value: `0p7`, `m2`.
  private static func isNumber(_ part: Substring) -> Bool {
    let digits = part.hasPrefix("m") ? part.dropFirst() : part
    return digits.first?.isNumber ?? false
  }
}
