import SFCore

/// What a column of time holds, and how two columns become one.
public protocol ColumnValue: Codable, Hashable, Sendable {
  mutating func append(_ next: Self)
}

/// Values over time, reduced to a bounded number of columns of equal time.
///
/// When time runs out of columns, two become one: memory does not grow with the run, and a value
/// that keeps its lowest and its highest loses no peak.
///
///     capacity 4   |1 5|3 3|2 9|4 4|  and then a fifth column of the same width is needed:
///                  |1   5|2   9|4 7|
public struct TimeColumns<Value: ColumnValue>: Codable, Hashable, Sendable {
  /// The most columns that there may be; even.
  public private(set) var capacity: Int
  /// The columns; `nil` for one without a value.
  public private(set) var columns: [Value?] = []
  /// The time of the first value; `nil` before it.
  public private(set) var origin: Timestamp?
  /// A column holds 2^`shift` milliseconds.
  private var shift: Int64 = 0
  /// The first moment behind the last column that is there.
  private var endOfColumn = Timestamp.earliest

  public init(capacity: Int) {
    precondition(capacity >= 2 && capacity % 2 == 0)
    self.capacity = capacity
  }

  /// Whether a time begins a column, which needs its value even if it is as before.
  func beginsColumn(_ ts: Timestamp) -> Bool { ts >= endOfColumn }

  /// Takes a value at a time that is not before that of the last.
  package mutating func update(_ value: Value, at ts: Timestamp) {
    let column = column(of: ts)
    if columns[column] == nil { columns[column] = value } else { columns[column]!.append(value) }
  }

  /// Makes do with fewer columns from now on.
  mutating func shrink(to capacity: Int) {
    precondition(capacity >= 2 && capacity % 2 == 0)
    self.capacity = min(self.capacity, capacity)
    while columns.count > self.capacity { halve() }
    endOfColumn = (origin ?? .earliest) + Int64(columns.count) << shift
  }

  private mutating func column(of ts: Timestamp) -> Int {
    let origin = origin ?? ts
    self.origin = origin
    while (ts - origin) >> shift >= Int64(capacity) { halve() }
    let index = Int((ts - origin) >> shift)
    while columns.count <= index { columns.append(nil) }
    endOfColumn = origin + Int64(columns.count) << shift
    return index
  }

  private mutating func halve() {
    for index in columns.indices where index % 2 == 1 {
      columns[index / 2] = Self.merged(columns[index - 1], columns[index])
    }
    if columns.count % 2 == 1 { columns[columns.count / 2] = columns[columns.count - 1] }
    columns.removeLast(columns.count / 2)
    shift += 1
  }

  private static func merged(_ a: Value?, _ b: Value?) -> Value? {
    guard var a, let b else { return a ?? b }
    a.append(b)
    return a
  }

  /// The same values in fewer columns that still hold each of them apart, as many as a screen can
  /// tell apart at least.
  ///
  /// Marks of an hour fill one column of many, as long as there is room for milliseconds. With too
  /// few columns a value would be drawn in the middle of one, and not at its time.
  var compacted: Self {
    var copy = self
    while copy.columns.count > Self.apart,
      !stride(from: 1, to: copy.columns.count, by: 2).contains(where: {
        copy.columns[$0] != nil && copy.columns[$0 - 1] != nil
      })
    {
      copy.halve()
    }
    return copy
  }

  private static var apart: Int { 1_024 }

  /// The time that a column takes, in milliseconds.
  public var width: Int64 { 1 << shift }

  /// The middle of a column.
  public func time(ofColumn index: Int) -> Timestamp {
    (origin ?? .earliest) + (Int64(index) << shift) + width / 2
  }
}

/// The lowest, the highest and the last of some values.
public struct Band: ColumnValue {
  public private(set) var low: Double
  public private(set) var high: Double
  public private(set) var last: Double

  package init(_ value: Double) { (low, high, last) = (value, value, value) }

  package init(low: Double, high: Double, last: Double) {
    (self.low, self.high, self.last) = (low, high, last)
  }

  public mutating func append(_ next: Band) {
    low = min(low, next.low)
    high = max(high, next.high)
    last = next.last
  }
}
