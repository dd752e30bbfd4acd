import SFCore

/// What each row of a dataset must be, whoever has written it: a time that can be said, values that
/// its type takes, of bars a high at or above the low.
public struct RowRule: Sendable {
  fileprivate struct Column {
    let kind: DataColumn.Kind
    let values: DataColumn.Values
    let isRequired: Bool
  }

  private let columns: [Column]
  private let isBars: Bool
  private let times: ClosedRange<Int64>

  public init(_ dataset: Dataset) {
    columns = dataset.type.columns.map {
      Column(kind: $0.kind, values: $0.values, isRequired: $0.isRequired)
    }
    isBars = dataset.type.isBars
    times = dataset.times
  }

  /// Refuses a row that is none.
  public func check(_ batch: RowBatch, _ row: Int) throws(DataTypeError) {
    guard times.contains(batch.times[row]) else {
      throw DataTypeError(
        found: "the time \(batch.times[row]) ms", expected: Dataset.expectedTime)
    }
    let start = row * columns.count
    for place in columns.indices where !columns[place].takes(batch.words[start + place]) {
      let column = batch.type.columns[place]
      guard let text = column.text(batch.words[start + place]) else {
        throw DataTypeError(batch.type, lacks: column.name)
      }
      throw DataTypeError(batch.type, column, text)
    }
    if isBars, batch.words[start + 1] < batch.words[start + 2] {
      throw DataTypeError(
        high: Price(units: batch.words[start + 1]), below: Price(units: batch.words[start + 2]))
    }
  }
}

extension RowRule.Column {
  @inline(__always)
  fileprivate func takes(_ word: Int64) -> Bool {
    if kind == .real {
      let value = Double(bitPattern: UInt64(bitPattern: word))
      if value.isNaN { return !isRequired }
      switch values {
      case .any: return value.isFinite
      case .aboveZero: return value > 0 && value.isFinite
      case .zeroOrMore: return value >= 0 && value.isFinite
      }
    }
    if word == RowBatch.missing { return !isRequired }
    switch values {
    case .any: return true
    case .aboveZero: return word > 0
    case .zeroOrMore: return word >= 0
    }
  }
}

extension MarketStore {
  /// Fills the batch as `read` does, with rows that are checked: a store may have been written by
  /// other hands.
  public func read(
    _ dataset: Dataset, by rule: RowRule, after place: RowPlace, to: Timestamp, limit: Int,
    into batch: inout RowBatch
  ) throws {
    try read(dataset, after: place, to: to, limit: limit, into: &batch)
    for row in 0..<batch.count {
      do { try rule.check(batch, row) } catch {
        throw StoreError(
          error.exitStatus,
          "\(error.message), in the row of \(dataset.text) at \(batch.time(of: row)) in '\(name)'",
          help: error.help)
      }
    }
  }
}
