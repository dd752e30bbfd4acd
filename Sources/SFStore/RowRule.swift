import SFCore

/// What each row of a dataset must be, whoever has written it: a time that can be said, values that
/// its type takes, of bars a high at or above the low.
public struct RowRule: Sendable {
  private struct Column {
    let isReal: Bool
    let isRequired: Bool
    /// The least that it takes, as an integer and as a real.
    let least: Int64
    let leastReal: Double

    init(_ column: DataColumn) {
      isReal = column.kind == .real
      isRequired = column.isRequired
      switch column.values {
      case .any: (least, leastReal) = (RowBatch.missing + 1, -.greatestFiniteMagnitude)
      case .zeroOrMore: (least, leastReal) = (0, 0)
      case .aboveZero: (least, leastReal) = (1, .leastNonzeroMagnitude)
      }
    }

    @inline(__always)
    func takes(_ word: Int64) -> Bool {
      guard isReal else { return word >= least || word == RowBatch.missing && !isRequired }
      let value = Double(bitPattern: UInt64(bitPattern: word))
      return value >= leastReal && value <= .greatestFiniteMagnitude
        || value.isNaN && !isRequired
    }
  }

  private let columns: [Column]
  private let isBars: Bool
  private let times: ClosedRange<Int64>

  public init(_ dataset: Dataset) {
    columns = dataset.type.columns.map(Column.init)
    isBars = dataset.type.isBars
    times = dataset.times
  }

  /// The first row that is none; `nil` where all are.
  func firstFault(in batch: RowBatch) -> Int? {
    batch.words.withUnsafeBufferPointer { words in
      columns.withUnsafeBufferPointer { columns in
        batch.times.indices.first { row in
          let start = row * columns.count
          for place in columns.indices where !columns[place].takes(words[start + place]) {
            return true
          }
          return !times.contains(batch.times[row]) || isBars && !Self.hasRange(words, start)
        }
      }
    }
  }

  /// Whether open and close lie between low and high.
  @inline(__always)
  private static func hasRange(_ words: UnsafeBufferPointer<Int64>, _ start: Int) -> Bool {
    let (open, high) = (words[start], words[start + 1])
    let (low, close) = (words[start + 2], words[start + 3])
    return low <= min(open, close) && max(open, close) <= high
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
    if isBars, let fault = batch.bar(row).fault { throw DataTypeError(fault) }
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
    guard let row = rule.firstFault(in: batch) else { return }
    do { try rule.check(batch, row) } catch {
      throw StoreError(
        error.exitStatus,
        "\(error.message), in the row of \(dataset.text) at \(batch.time(of: row)) in '\(name)'",
        help: error.help)
    }
  }
}
