import SFCore

/// Cash and open positions, each with its own copy of the exit rules.
///
/// Invariant: cash = capital + Σ over fills of (sold − bought − fees), to the last digit.
public struct Book: Sendable, Codable {
  public let capital: Money
  public private(set) var cash: Money
  /// In the order in which they were opened.
  public private(set) var positions: [Position] = []
  /// The rules of each position, in the same order.
  private var rules: [ExitRules] = []
  /// The prices at which the rules of each position hold it; `nil` where they are always asked.
  private var held: [HeldPrices?] = []
  /// The rules of entries that wait.
  private var plans: [Plan] = []

  /// An entry that waits: the id of its order, and the rules as they will be at its fill.
  private struct Plan: Sendable, Codable {
    let id: String
    let series: SeriesIndex
    var rules: ExitRules
  }

  public init(capital: Money) {
    self.capital = capital
    cash = capital
  }

  public var isFlat: Bool { positions.isEmpty }

  /// Keeps the rules of an entry until its order fills, or is dropped.
  public mutating func plan(_ id: String, _ series: SeriesIndex, _ exits: ExitRules) {
    plans.append(Plan(id: id, series: series, rules: exits))
  }

  /// Forgets an entry that will not fill.
  public mutating func drop(_ id: String) { plans.removeAll { $0.id == id } }

  /// Shows the columns of a bar to the rules of the entries of its series that wait.
  public mutating func wait(_ series: SeriesIndex, _ row: Span<Double>) {
    for index in plans.indices where plans[index].series == series { plans[index].rules.wait(row) }
  }

  public var hasPlans: Bool { !plans.isEmpty }

  /// Opens a position that was planned, at its entry price, and pays its fee.
  public mutating func open(_ position: Position) {
    guard let plan = plans.firstIndex(where: { $0.id == position.id }) else {
      preconditionFailure("the position \(position.id) was not planned")
    }
    cash -= position.value(at: position.entryPrice)
    cash -= position.entryFee
    let rules = plans.remove(at: plan).rules
    held.append(rules.heldPrices(for: position))
    positions.append(position)
    self.rules.append(rules)
  }

  /// Closes the position at `index` and returns it with what the round trip brought, net of fees.
  public mutating func close(
    at index: Int, price: Price, fee: Money
  ) -> (position: Position, pnl: Money) {
    rules.remove(at: index)
    held.remove(at: index)
    var position = positions.remove(at: index)
    position.note(price)
    cash += position.value(at: price)
    cash -= fee
    let pnl =
      position.value(at: price) - position.value(at: position.entryPrice) - position.entryFee - fee
    return (position, pnl)
  }

  /// The place of the position with that id.
  public func index(of id: String) -> Int? { positions.firstIndex { $0.id == id } }

  /// Notes that an exit of the position waits, or waits no longer.
  public mutating func setClosing(_ isClosing: Bool, at index: Int) {
    positions[index].isClosing = isClosing
  }

  /// The series of the position at `index`, if its rules are to be asked: not while it closes.
  public func checkedSeries(at index: Int) -> SeriesIndex? {
    positions.withUnsafeBufferPointer { $0[index].isClosing ? nil : $0[index].series }
  }

  /// Whether a limit opened the position at `index` inside the bar that is at work.
  public func isOpenedInside(at index: Int) -> Bool {
    positions.withUnsafeBufferPointer { $0[index].isOpenedInside }
  }

  /// Takes the bar that the position at `index` lived through; whether its rules have to be asked.
  public mutating func live(through bar: Bar, at index: Int) -> Bool {
    positions[index].live(through: bar)
    guard let held = held[index] else { return true }
    return !held.contains(bar.close)
  }

  /// Asks the rules of the position at `index`. `levels` says whether price rules close at the
  /// close, and not inside bars.
  public mutating func check(
    at index: Int, _ market: MarketView, _ row: Span<Double>, levels: Bool
  ) -> ExitReason? {
    Self.ask(&rules[index], positions, index, market, row, levels)
  }

  /// Asks the rules without a copy of the position.
  private static func ask(
    _ rules: inout ExitRules, _ positions: [Position], _ index: Int, _ market: MarketView,
    _ row: Span<Double>, _ levels: Bool
  ) -> ExitReason? {
    positions.withUnsafeBufferPointer {
      rules.update(market, row, for: $0[index], levels: levels)
    }
  }

  /// The level of the position at `index` that a bar meets first.
  public func meet(_ bar: Bar, at index: Int) -> LevelMeeting? {
    if let held = held[index], held.contains(bar.low), held.contains(bar.high) { return nil }
    return positions.withUnsafeBufferPointer { rules[index].meet(bar, for: $0[index]) }
  }

  /// Counts a bar in which the position at `index` closes at a level.
  public mutating func end(at index: Int, inside bar: Bar) { positions[index].end(inside: bar) }

  /// The rules of the position at `index`, as they stand.
  public func rules(at index: Int) -> ExitRules { rules[index] }

  /// Lets the rules of positions and entries find their columns, as after a restart.
  public mutating func bind(_ header: Header, _ columns: ColumnTable) throws(StageError) {
    for index in rules.indices { try rules[index].bind(header, columns) }
    for index in plans.indices { try plans[index].rules.bind(header, columns) }
  }
}

// MARK: - What it is worth

extension Book {
  /// Equity, and Σ |notional|, at the last close of each series; `nil` when one is out of range.
  public func worth(at closes: [Price]) -> (equity: Money, notional: Money)? {
    // In place: to copy a position is to count four references.
    positions.withUnsafeBufferPointer { positions in
      var (equity, notional) = (cash, Money.zero)
      for index in positions.indices {
        let size = closes[positions[index].series] * positions[index].quantity
        guard size.isInRange else { return nil }
        notional += size
        if positions[index].direction == .long { equity += size } else { equity -= size }
      }
      return (equity, notional)
    }
  }

  /// Money that may be spent: shorts lock their proceeds and as much again.
  public func freeCash(at closes: [Price]) -> Money {
    positions.reduce(cash) { free, position in
      guard position.direction == .short else { return free }
      let notional = closes[position.series] * position.quantity
      return free - notional - notional
    }
  }
}
