import SFCore

/// Cash and open positions, each with its own copy of the exit rules.
///
/// Invariant: cash = capital + Σ over fills of (sold − bought − fees), to the last digit; of a book
/// that was carried over, from what it had on.
public struct Book: Sendable, Codable {
  public let capital: Money
  public private(set) var cash: Money
  /// In the order in which they were opened.
  public private(set) var positions: [Position] = []
  /// The rules of each position, in the same order.
  private var rules: [ExitRules] = []
  /// The prices at which the rules of each position hold it; `nil` where they are always asked.
  private var held: [HeldPrices?] = []
  /// Entries that were ordered and are not done, in the order of decision.
  public private(set) var entries: [PendingEntry] = []
  /// Exits of positions that are not closed.
  public private(set) var exits: [PendingExit] = []

  public init(capital: Money) {
    self.capital = capital
    cash = capital
  }

  public var isFlat: Bool { positions.isEmpty }
  public var hasEntries: Bool { !entries.isEmpty }

  /// Shows the columns of a bar to the rules of the entries of its series that wait.
  public mutating func wait(_ series: SeriesIndex, _ row: Span<Double>) {
    for index in entries.indices where entries[index].series == series {
      entries[index].rules?.wait(row)
    }
  }

  /// The place of the position with that id.
  public func index(of id: String) -> Int? { positions.firstIndex { $0.id == id } }

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

  /// Shows the rules of the position at `index` what they need to know at an entry; whether they have
  /// it now.
  mutating func prepare(at index: Int, _ row: Span<Double>) -> Bool {
    rules[index].prepare(row) == nil
  }

  /// Goes on with the cash of a book that is carried over.
  mutating func setCash(_ cash: Money) { self.cash = cash }

  /// The rules of the position at `index`, as they stand.
  public func rules(at index: Int) -> ExitRules { rules[index] }

  /// Lets the rules of positions and entries find their columns, as after a restart.
  public mutating func bind(_ header: Header, _ columns: ColumnTable) throws(StageError) {
    for index in rules.indices { try rules[index].bind(header, columns) }
    for index in entries.indices { try entries[index].rules?.bind(header, columns) }
  }
}

// MARK: - Orders that are under way

extension Book {
  /// Keeps an entry until its order is done.
  public mutating func plan(_ entry: consuming PendingEntry) { entries.append(entry) }

  /// Notes what of an entry still works.
  public mutating func setOpen(_ quantity: Quantity, ofEntry index: Int) {
    entries[index].open = quantity
  }

  /// Forgets an entry that is done.
  public mutating func dropEntry(at index: Int) { entries.remove(at: index) }

  /// The place of the entry with that order.
  public func entry(_ order: String) -> Int? { entries.firstIndex { $0.order.id == order } }

  /// Keeps an exit until its position is closed, or it is done and something is left; it takes the
  /// place of an earlier one. Its own place.
  @discardableResult
  public mutating func plan(_ exit: consuming PendingExit, at index: Int) -> Int {
    if positions[index].isClosing {
      let position = positions[index].id
      exits.removeAll { $0.position == position }
    }
    exits.append(exit)
    positions[index].isClosing = true
    return exits.count - 1
  }

  /// The place of the exit with that order.
  public func exit(_ order: String) -> Int? { exits.firstIndex { $0.order == order } }

  /// The place of the exit of a position.
  public func exit(of position: String) -> Int? { exits.firstIndex { $0.position == position } }

  /// Notes when something of an exit has filled.
  public mutating func note(exit place: Int, filledAt time: Timestamp) { exits[place].time = time }

  /// Nothing more of an exit will fill.
  public mutating func end(exit place: Int) { exits[place].isDone = true }

  /// The exit of the position at `index` is done, and left something that is to be sold.
  public mutating func reopen(at index: Int) {
    let id = positions[index].id
    exits.removeAll { $0.position == id }
    positions[index].isClosing = false
  }
}

// MARK: - Fills

extension Book {
  /// Books a fill of the entry at `index`: opens its position, or lets it grow; the position's
  /// place, `nil` when a sum is out of range.
  public mutating func enter(
    _ index: Int, _ fill: BookedFill, isInside: Bool = false
  ) -> Int? {
    if let rules = entries[index].rules {
      let position = Position(entries[index], fill, isOpenedInside: isInside)
      entries[index].rules = nil
      held.append(rules.heldPrices(for: position))
      positions.append(position)
      self.rules.append(rules)
      pay(fill)
      return positions.count - 1
    }
    guard let place = self.index(of: entries[index].order.position), positions[place].grow(fill)
    else { return nil }
    held[place] = rules[place].heldPrices(for: positions[place])
    pay(fill)
    return place
  }

  /// Books a fill of an exit of the position at `index`; `false` when it cannot be.
  public mutating func leave(at index: Int, _ fill: BookedFill) -> Bool {
    guard positions[index].shrink(fill) else { return false }
    pay(fill)
    return true
  }

  private mutating func pay(_ fill: BookedFill) {
    let money = fill.price * fill.quantity
    cash += fill.side == .buy ? -money : money
    cash -= fill.fee
  }

  /// Takes out the position at `index`, which holds nothing that can be sold.
  public mutating func close(at index: Int) -> Position {
    rules.remove(at: index)
    held.remove(at: index)
    let position = positions.remove(at: index)
    if let exit = exit(of: position.id) { exits.remove(at: exit) }
    return position
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
}
