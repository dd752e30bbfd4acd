import SFCore

extension RowBatch {
  /// A row as messages show it, without what is missing: `open 1.0 high 1.2 …`.
  public func text(of row: Int) -> String {
    zip(type.columns, self[row]).compactMap { column, word in
      column.text(word).map { "\(column.name) \($0)" }
    }
    .joined(separator: " ")
  }
}

extension DataColumn {
  /// A word of this column as text; `nil` when it is missing.
  public func text(_ word: Int64) -> String? {
    switch kind {
    case .price: word == RowBatch.missing ? nil : Price(units: word).description
    case .integer: word == RowBatch.missing ? nil : "\(word)"
    case .real: value(word).map { "\($0)" }
    }
  }
}

extension RowBatch {
  /// Whether two rows have the same values; a missing one is as any other that is missing.
  public func isSame(_ row: Int, as other: RowBatch, _ otherRow: Int) -> Bool {
    times[row] == other.times[otherRow]
      && zip(type.columns, zip(self[row], other[otherRow])).allSatisfy { column, words in
        words.0 == words.1
          || column.kind == .real && column.value(words.0) == column.value(words.1)
      }
  }
}
