/// One symbol on one interval: what a bar, a row of features and a signal belong to.
public struct Series: Hashable, Sendable, Codable {
  public let symbol: Symbol
  public let interval: Interval

  public init(symbol: Symbol, interval: Interval) {
    self.symbol = symbol
    self.interval = interval
  }

  /// By symbol, then interval length: the order in which the lines of a step are written.
  public static func isOrdered(_ a: Series, _ b: Series) -> Bool {
    a.symbol != b.symbol ? a.symbol < b.symbol : Interval.isOrdered(a.interval, b.interval)
  }
}

/// The place of a series in the table of its run: an index, never an order.
public typealias SeriesIndex = Int

/// The series of a run, numbered as they first appear.
public struct SeriesTable: Sendable, Codable {
  public private(set) var list: [Series] = []
  private var indices: [Series: SeriesIndex] = [:]

  public init() {}

  public subscript(index: SeriesIndex) -> Series { list[index] }
  public var count: Int { list.count }

  /// The place of a series, made when it is new.
  public mutating func index(of series: Series) -> SeriesIndex {
    if let index = indices[series] { return index }
    list.append(series)
    indices[series] = list.count - 1
    return list.count - 1
  }

  public init(from decoder: any Decoder) throws {
    let list = try decoder.singleValueContainer().decode([Series].self)
    for series in list { _ = index(of: series) }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(list)
  }
}

/// The names of the columns of a run: a name is a position in a flat row.
public struct ColumnTable: Sendable, Codable {
  public private(set) var names: [String] = []
  private var positions: [String: Int] = [:]

  public init() {}

  public var count: Int { names.count }

  public func position(of name: String) -> Int? { positions[name] }

  /// The position of a name, made when it is new.
  public mutating func add(_ name: String) -> Int {
    if let position = positions[name] { return position }
    names.append(name)
    positions[name] = names.count - 1
    return names.count - 1
  }

  public init(from decoder: any Decoder) throws {
    let names = try decoder.singleValueContainer().decode([String].self)
    for name in names { _ = add(name) }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(names)
  }
}
