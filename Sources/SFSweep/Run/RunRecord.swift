import SFCore

/// What a strategy did, kept in memory: its lines at each mark, without the market.
///
/// Books that ran side by side are merged to one record, and runs that followed each other are
/// joined to one; a report judges either as it judges a stream.
struct RunRecord: Codable, Sendable {
  /// The lines of one mark, apart from equity; of each type, how many there are up to its end.
  private struct Event: Codable, Sendable {
    var mark: Int
    var gaps = 0, refusals = 0, orders = 0, fills = 0, positions = 0
  }

  /// At most marks equity is all that is said.
  private struct Worth: Codable, Sendable {
    let mark: Int
    var equity: Equity
  }

  var header = Header()
  /// Every mark of the run.
  private(set) var marks: [Timestamp] = []
  /// Marks at which something was said; the closing lines have the number of marks.
  private var events: [Event] = []
  private var worths: [Worth] = []
  private(set) var gaps: [Gap] = []
  private(set) var refusals: [Refusal] = []
  private(set) var orders: [Order] = []
  private(set) var fills: [Fill] = []
  private(set) var positions: [PositionChange] = []
  /// `false` when the market was cut.
  var isComplete = true

  /// `expecting` marks, for which room is made; 0 when it is not known.
  init(expecting count: Int = 0) {
    marks.reserveCapacity(count)
    worths.reserveCapacity(count)
  }

  /// The last line of equity; `nil` when there was none.
  var last: Equity? { worths.last?.equity }
  /// Its lines, in their order.
  var equities: some Sequence<Equity> { worths.lazy.map(\.equity) }

  /// The same run with the capital that it needed.
  func with(_ need: NeededCapital) -> RunRecord {
    var record = self
    record.header = header.with(capital: need.needed)
    var high = need.needed
    for index in worths.indices {
      record.worths[index].equity = need.equity(worths[index].equity, high: &high)
    }
    return record
  }

  mutating func add(_ step: inout Step) {
    marks.append(step.ts)
    take(&step, mark: marks.count - 1)
  }

  /// Takes the closing lines.
  mutating func close(_ step: inout Step) { take(&step, mark: marks.count) }

  private mutating func take(_ step: inout Step, mark: Int) {
    if let equity = step.equities.last { worths.append(Worth(mark: mark, equity: equity)) }
    if step.refusals.isEmpty, step.orders.isEmpty, step.fills.isEmpty, step.positions.isEmpty,
      step.gaps.isEmpty
    {
      return
    }
    gaps += step.gaps
    refusals += step.refusals
    orders += step.orders
    fills += step.fills
    positions += step.positions
    events.append(
      Event(
        mark: mark, gaps: gaps.count, refusals: refusals.count, orders: orders.count,
        fills: fills.count, positions: positions.count))
  }
}

// MARK: - Reading it again

extension RunRecord {
  /// Where a reader stands in a record.
  struct Position {
    fileprivate var event = 0
    fileprivate var worth = 0
  }

  /// Adds what was said at a mark to the step; marks are asked for in their order. The equity is
  /// not added but returned, `nil` when there is no line.
  func fill(_ step: inout Step, mark: Int, at position: inout Position) -> Equity? {
    if position.event < events.count, events[position.event].mark == mark {
      add(events[position.event], after: position.event, to: &step)
      position.event += 1
    }
    guard position.worth < worths.count, worths[position.worth].mark == mark else { return nil }
    position.worth += 1
    return worths[position.worth - 1].equity
  }

  private func add(_ to: Event, after count: Int, to step: inout Step) {
    let from = count == 0 ? Event(mark: 0) : events[count - 1]
    for index in from.gaps..<to.gaps { step.take(gaps[index]) }
    for index in from.refusals..<to.refusals { step.add(refusals[index]) }
    for index in from.orders..<to.orders { step.add(orders[index]) }
    for index in from.fills..<to.fills { step.add(fills[index]) }
    for index in from.positions..<to.positions { step.add(positions[index]) }
  }
}

/// Keeps what the stages before it said.
struct Recorder: Stage {
  private(set) var record: RunRecord

  init(expecting marks: Int = 0) { record = RunRecord(expecting: marks) }

  var reads: LineTypes { LineTypes([.gap, .refusal, .order, .fill, .position, .equity]) }
  var writes: LineTypes { [] }

  mutating func bind(_ header: Header, _ step: inout Step) { record.header = header }
  mutating func update(_ step: inout Step) { record.add(&step) }
  mutating func finish(_ step: inout Step) { record.close(&step) }
}

extension Header {
  /// The capital of the last sf-strategy; `nil` when there is none.
  var capital: Price? {
    let strategy = stages.last { $0.name == "sf-strategy" }
    guard case .number(let text)? = strategy?.setting(named: "capital")
    else { return nil }
    return Price(text)
  }

  /// The same with another capital of the last sf-strategy.
  func with(capital: Price) -> Header {
    var header = self
    guard let stage = stages.lastIndex(where: { $0.name == "sf-strategy" }),
      let key = stages[stage].config.firstIndex(where: { $0.key == "capital" })
    else { return self }
    header.stages[stage].config[key] = Setting("capital", amount: capital)
    return header
  }
}
