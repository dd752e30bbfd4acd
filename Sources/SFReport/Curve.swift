import SFCore

/// A run reduced to at most 1024 columns of equal time: what a chart can show of it.
///
/// Each column keeps the lowest and the highest value, so that no peak is lost. When time runs
/// out of columns, two become one; memory does not grow with the run.
public struct Curve: Codable, Hashable, Sendable {
  package static let capacity = 1_024

  /// The values of one line in one column.
  public struct Band: Codable, Hashable, Sendable {
    public private(set) var low: Double
    public private(set) var high: Double
    public private(set) var last: Double

    init(_ value: Double) { (low, high, last) = (value, value, value) }

    init(low: Double, high: Double, last: Double) {
      (self.low, self.high, self.last) = (low, high, last)
    }

    mutating func update(_ value: Double) {
      low = min(low, value)
      high = max(high, value)
      last = value
    }

    mutating func append(_ next: Band) {
      low = min(low, next.low)
      high = max(high, next.high)
      last = next.last
    }
  }

  public struct Column: Codable, Hashable, Sendable {
    public internal(set) var equity: Band?
    public internal(set) var buyHold: Band?
    public internal(set) var drawdown: Band?

    mutating func append(_ next: Column) {
      Self.append(&equity, next.equity)
      Self.append(&buyHold, next.buyHold)
      Self.append(&drawdown, next.drawdown)
    }

    private static func append(_ band: inout Band?, _ next: Band?) {
      guard let next else { return }
      if band == nil { band = next } else { band!.append(next) }
    }

    static func update(_ band: inout Band?, _ value: Double) {
      if band == nil { band = Band(value) } else { band!.update(value) }
    }
  }

  /// The columns; one without a mark is empty.
  public private(set) var columns: [Column] = []
  /// The first mark; `nil` before it.
  public private(set) var origin: Timestamp?
  /// A column holds 2^`shift` milliseconds.
  private var shift: Int64 = 0
  /// The first moment behind the last column that is there.
  private var endOfColumn = Timestamp.earliest

  public init() {}

  /// Whether a mark begins a column, which needs its values even if they are as before.
  func beginsColumn(_ ts: Timestamp) -> Bool { ts >= endOfColumn }

  /// Takes values at a mark; a `nil` is not known, or does not exist.
  package mutating func update(
    at ts: Timestamp, equity: Double, buyHold: Double?, drawdown: Double?
  ) {
    let column = column(of: ts)
    Column.update(&columns[column].equity, equity)
    if let buyHold { Column.update(&columns[column].buyHold, buyHold) }
    if let drawdown { Column.update(&columns[column].drawdown, drawdown) }
  }

  private mutating func column(of ts: Timestamp) -> Int {
    let origin = origin ?? ts
    self.origin = origin
    while (ts - origin) >> shift >= Int64(Self.capacity) { halve() }
    let index = Int((ts - origin) >> shift)
    while columns.count <= index { columns.append(Column()) }
    endOfColumn = origin + Int64(columns.count) << shift
    return index
  }

  private mutating func halve() {
    for index in columns.indices where index % 2 == 1 {
      columns[index / 2] = columns[index - 1]
      columns[index / 2].append(columns[index])
    }
    if columns.count % 2 == 1 { columns[columns.count / 2] = columns[columns.count - 1] }
    columns.removeLast(columns.count / 2)
    shift += 1
  }

  /// The middle of a column.
  public func time(ofColumn index: Int) -> Timestamp {
    (origin ?? .earliest) + (Int64(index) << shift) + (Int64(1) << shift) / 2
  }
}
