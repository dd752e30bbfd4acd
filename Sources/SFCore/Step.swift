/// All that is known at one `ts`: the unit of work of every stage.
///
/// The run loop owns one step and reuses it. It fills in what it read or made
/// (bars, rows, signals …), hands it to each stage in turn, and writes the
/// `lines` that the stages added, in their order, before the mark.
public struct Step: Sendable {
  /// The time of the mark that closes the step.
  public var ts = Timestamp.earliest

  /// The series and columns of the run; they grow and keep their numbers.
  public var series = SeriesTable()
  public var columns = ColumnTable()

  /// The bars of the step, in the order of the wire.
  public private(set) var bars = Reused<Bar>()

  /// The further market fields of each bar, as far as one has them.
  private var fieldsOfBars = Reused<[MarketField]>()

  /// One row of values for each series that has a bar or features in this step.
  public private(set) var rows = Reused<Row>()

  /// The values of all rows, `width` apart; NaN is a missing value. What lies behind the last row
  /// is left from earlier steps.
  public var values: [Double] = []
  /// The number of columns of each row.
  public private(set) var width = 0

  /// All else that is known, by its type.
  @usableFromInline var messages = MessageLists()

  /// What was read of orders and of what became of them, in the order in which it came.
  public private(set) var said = Reused<Line>()

  /// What an input beside the main one said of orders, in its order. It is in no other list.
  public internal(set) var answers = Reused<Answer>()

  /// What the stages have to say to people; whoever runs them says it.
  public private(set) var warnings: [Warning] = []

  public struct Warning: Sendable, Hashable {
    public let text: String
    /// The tool whose stage says it, among several in one process.
    public var tool: String?
  }

  /// What the stages added, in the order of writing.
  public private(set) var lines = Reused<Line>()
  /// Where the lines of each stage end, of those whose lines are written later.
  public private(set) var lineEnds = Reused<Int>()

  /// The row of each series, and the step of which it is.
  @usableFromInline var places: [(stamp: UInt64, row: Int)] = []
  @usableFromInline var stamp: UInt64 = 1

  public init() {}

  /// A row of values and whose it is.
  public struct Row: Sendable {
    public var series: SeriesIndex
    /// The place of the series' bar in `bars`; `nil` when it has none in this step.
    public var bar: Int?
  }
}

// MARK: - Filling a step

extension Step {
  /// Empties the step for another `ts`; series and columns stay.
  public mutating func begin(_ ts: Timestamp) {
    self.ts = ts
    stamp &+= 1
    width = columns.count
    bars.removeAll()
    fieldsOfBars.removeAll()
    rows.removeAll()
    messages.removeAll()
    said.removeAll()
    answers.removeAll()
    clearLines()
  }

  /// Takes a bar that was read, with further market fields in ascending order of name; returns its
  /// place.
  @discardableResult
  public mutating func take(_ bar: Bar, _ fields: [MarketField]) -> Int {
    let place = take(bar)
    if !fields.isEmpty {
      while fieldsOfBars.count < place { fieldsOfBars.append([]) }
      fieldsOfBars.append(fields)
    }
    return place
  }

  /// Takes a bar without further market fields; returns its place.
  @discardableResult
  public mutating func take(_ bar: Bar) -> Int {
    let place = bars.count
    if let row = existingRow(of: bar.series) {
      rows[row].bar = place
    } else {
      _ = addRow(Row(series: bar.series, bar: place))
    }
    bars.append(bar)
    return place
  }

  /// Whether any bar of the step has further market fields.
  public var hasFields: Bool { !fieldsOfBars.isEmpty }

  /// The further market fields of the bar at a place, in ascending order of name.
  public func fields(ofBar index: Int) -> [MarketField] {
    index < fieldsOfBars.count ? fieldsOfBars[index] : []
  }

  /// The row of a series in this step, made empty when there is none yet.
  public mutating func row(of index: SeriesIndex) -> Int {
    existingRow(of: index) ?? addRow(Row(series: index, bar: nil))
  }

  @inline(__always)
  private mutating func addRow(_ row: Row) -> Int {
    let place = rows.count
    while row.series >= places.count { places.append((0, 0)) }
    places[row.series] = (stamp, place)
    rows.append(row)
    clearValues(ofRow: place)
    return place
  }

  private mutating func clearValues(ofRow row: Int) {
    let start = row * width
    while values.count < start + width { values.append(.nan) }
    for place in start..<start + width { values[place] = .nan }
  }

  /// The row of a series that has a bar or features in this step.
  @inlinable
  public func existingRow(of index: SeriesIndex) -> Int? {
    index < places.count && places[index].stamp == stamp ? places[index].row : nil
  }

  /// Where the values of a row stand in `values`.
  @inlinable
  public func places(ofRow row: Int) -> Range<Int> { row * width..<(row + 1) * width }

  /// The bar of a series in this step.
  @inlinable
  public func bar(of index: SeriesIndex) -> Bar? {
    guard let row = existingRow(of: index), let bar = rows[row].bar else { return nil }
    return bars[bar]
  }

  @inlinable
  public func hasBar(of index: SeriesIndex) -> Bool {
    existingRow(of: index).map { rows[$0].bar != nil } ?? false
  }

  /// Makes room for columns that were added to the table in the middle of the step.
  public mutating func widen() {
    guard columns.count > width else { return }
    var wider: [Double] = []
    wider.reserveCapacity(rows.count * columns.count)
    for row in rows.indices {
      wider.append(contentsOf: values[row * width..<(row + 1) * width])
      wider.append(contentsOf: repeatElement(.nan, count: columns.count - width))
    }
    values = wider
    width = columns.count
  }

  /// Takes a message that was read.
  @inlinable
  public mutating func take<Message: LineMessage>(_ message: consuming Message) {
    let place = messages.append(message)
    if Message.type.isOfOrders { noteSaid(Message.type, place) }
  }

  @usableFromInline
  mutating func noteSaid(_ type: LineType, _ place: Int) { said.append(.message(type, place)) }

  /// The last message of a type; `nil` where there is none.
  @inlinable @inline(__always)
  public func last<Message: LineMessage>(_ type: Message.Type) -> Message? {
    messages.last(of: type)
  }

  /// The messages of a type, in the order in which they came.
  @inlinable @inline(__always)
  public func messages<Message: LineMessage>(of type: Message.Type) -> Reused<Message> {
    messages.list(of: type)
  }

  /// Forgets what a stage does not forward, so that the next one in the same
  /// process sees what it would see behind a pipe.
  public mutating func forget(allBut kept: LineTypes) {
    if !kept.contains(.bar) {
      bars.removeAll()
      for row in rows.indices { rows[row].bar = nil }
    }
    if !kept.contains(.features) { for row in rows.indices { clearValues(ofRow: row) } }
    messages.removeAll(but: kept)
    guard !said.isEmpty else { return }
    var left = Reused<Line>()
    for line in said where kept.contains(line.type) { left.append(line) }
    said = left
  }
}

// MARK: - Adding lines

extension Step {
  /// Adds a line to be written, and what it says to what the next stages see.
  public mutating func add(_ bar: Bar, _ fields: [MarketField] = []) {
    lines.append(.bar(take(bar, fields)))
  }

  /// Adds a message as a line, and to what the next stages see.
  @inlinable
  public mutating func add<Message: LineMessage>(_ message: consuming Message) {
    noteLine(Message.type, messages.append(message))
  }

  @usableFromInline
  mutating func noteLine(_ type: LineType, _ place: Int) {
    lines.append(.message(type, place))
  }

  /// Adds the columns `from` to `from + count` of a row, which the stage has set in `values`.
  public mutating func addFeatures(row: Int, from: Int, count: Int) {
    lines.append(.features(row: row, from: from, count: count))
  }

  /// Adds the columns `from` to `from + count` of a row as a flat line; their names begin with
  /// `widePrefix`.
  public mutating func addWideFeatures(row: Int, from: Int, count: Int) {
    lines.append(.wideFeatures(row: row, from: from, count: count))
  }

  /// What no name of a column begins with: columns with it are written, and found by nobody.
  public static let widePrefix = "x_features/"

  /// Says something to people, on standard error.
  ///
  /// `tool` is who says it, where that is not the stage that works on the step.
  public mutating func warn(_ text: String, of tool: String? = nil) {
    warnings.append(Warning(text: text, tool: tool))
  }

  /// Names the tool of what was said since the last one was named.
  public mutating func nameWarnings(after tool: String) {
    for index in warnings.indices where warnings[index].tool == nil { warnings[index].tool = tool }
  }

  /// Forgets what has been said.
  public mutating func clearWarnings() { warnings.removeAll() }

  /// Forgets the lines that have been written.
  public mutating func clearLines() {
    lines.removeAll()
    lineEnds.removeAll()
  }

  /// Keeps the lines of a stage until those of all stages before it are written.
  public mutating func endLines() { lineEnds.append(lines.count) }
}
