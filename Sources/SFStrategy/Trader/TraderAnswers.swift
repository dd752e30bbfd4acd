import SFCore

/// Answers: step 1, and at once where a desk answers at once. Each is written where it is taken.
extension Trader {
  /// Takes answers in their order.
  mutating func take(_ answers: [Answer], _ step: inout Step) throws(StageError) {
    for index in answers.indices { try take(answers[index], &step) }
  }

  private mutating func take(_ answer: Answer, _ step: inout Step) throws(StageError) {
    switch answer {
    case .fill(let fill): try take(fill, &step)
    case .refusal(let refusal): try take(refusal, &step)
    case .order(let order): take(order, &step)
    case .control(let control): step.add(control)
    }
  }

  /// An exit that somebody else has given: its position is closing, and where the trader wanted to
  /// close it at the same mark, the other exit stands.
  private mutating func take(_ order: Order, _ step: inout Step) {
    step.add(order)
    guard order.intent == .exit, let index = book.index(of: order.position) else { return }
    book.plan(
      PendingExit(order: order.id, position: order.position, reason: order.reason, time: step.ts),
      at: index)
  }

  private mutating func take(_ fill: Fill, _ step: inout Step) throws(StageError) {
    step.add(fill)
    if let entry = book.entry(fill.order) {
      try enter(entry, fill, &step)
    } else if let exit = book.exit(fill.order),
      let index = book.index(of: book.exits[exit].position)
    {
      try leave(at: index, exit, fill, &step)
    } else {
      throw StageError(
        .badData,
        "found the fill \(fill.id) of the order \(fill.order), expected one of an order "
          + "that works")
    }
  }

  private mutating func take(_ refusal: Refusal, _ step: inout Step) throws(StageError) {
    step.add(refusal)
    guard case .order(let id) = refusal.subject else { return }
    if let entry = book.entry(id) {
      if let quantity = refusal.quantity {
        book.setOpen(quantity, ofEntry: entry)
      } else {
        try end(entry, &step)
      }
    } else if refusal.quantity == nil, let exit = book.exit(id),
      let index = book.index(of: book.exits[exit].position)
    {
      try end(exit: exit, at: index, isDust: refusal.reason == .market(.dust), &step)
    }
  }

  // MARK: Entries

  /// Opens the position of an entry, or lets it grow.
  private mutating func enter(
    _ entry: Int, _ fill: Fill, _ step: inout Step
  ) throws(StageError) {
    let series = book.entries[entry].series
    if !book.entries[entry].hasOpened { model?.noteEntry(series) }
    let isInside = isInside(fill, book.entries[entry].order.price, step.bar(of: series))
    guard let index = book.enter(entry, try markets.booked(fill, series), isInside: isInside) else {
      throw .outOfRange("the position \(fill.position)")
    }
    var change = PositionChange(book.positions[index])
    change.levels = levels(at: index)
    change.meta = memory(at: index)
    step.add(change)
    if let remaining = fill.remaining, remaining > .zero {
      book.setOpen(remaining, ofEntry: entry)
    } else {
      try end(entry, &step)
    }
  }

  /// Whether a limit has filled inside the bar of its symbol: not at its open, which would have been
  /// better than the limit.
  func isInside(_ fill: Fill, _ limit: Price?, _ bar: Bar?) -> Bool {
    guard fill.liquidity == .maker, let bar, let limit else { return false }
    return fill.side == .buy ? bar.open >= limit : bar.open <= limit
  }

  /// Nothing more comes of an entry. What came while its position was closing is to be sold too, or
  /// has been sold already.
  private mutating func end(_ entry: Int, _ step: inout Step) throws(StageError) {
    let position = book.entries[entry].order.position
    book.dropEntry(at: entry)
    guard let exit = book.exit(of: position), book.exits[exit].isDone,
      let index = book.index(of: position)
    else { return }
    try settle(at: index, exit: exit, &step)
  }

  // MARK: Exits

  /// Books what an exit has sold.
  private mutating func leave(
    at index: Int, _ exit: Int, _ fill: Fill, _ step: inout Step
  ) throws(StageError) {
    let booked = try markets.booked(fill, book.positions[index].series)
    guard book.leave(at: index, booked) else {
      throw StageError(
        .badData,
        "found the fill \(fill.id) of \(fill.quantity), expected at most "
          + "\(book.positions[index].quantity), which the position "
          + "\(book.exits[exit].position) holds")
    }
    book.note(exit: exit, filledAt: fill.at)
    let works = fill.remaining.map { $0 > .zero } ?? false
    let isClosed = works ? false : try end(exit: exit, at: index, &step)
    if isClosed { return }
    var change = PositionChange(book.positions[index])
    change.levels = levels(at: index)
    step.add(change)
  }

  /// Nothing more comes of an exit; whether its position is closed by it.
  @discardableResult
  mutating func end(
    exit: Int, at index: Int, isDust: Bool = false, _ step: inout Step
  ) throws(StageError) -> Bool {
    book.end(exit: exit)
    return try settle(at: index, exit: exit, isDust: isDust, &step)
  }

  /// Closes a position that holds nothing that can be sold, or opens it to its rules again: which
  /// of them, unless its entry still works.
  @discardableResult
  private mutating func settle(
    at index: Int, exit: Int, isDust: Bool = false, _ step: inout Step
  ) throws(StageError) -> Bool {
    let (series, held) = (book.positions[index].series, book.positions[index].quantity)
    let rest = isDust ? .zero : markets.lot(of: series).down(held)
    guard rest == .zero else {
      book.reopen(at: index)
      return false
    }
    let id = book.positions[index].id
    if book.entries.contains(where: { $0.order.position == id }) { return false }
    try close(at: index, exit: exit, &step)
    return true
  }

  /// Takes a position out of the book, and says what it has brought.
  private mutating func close(
    at index: Int, exit: Int, _ step: inout Step
  ) throws(StageError) {
    let memory = memory(at: index)
    let (exitTime, exitReason) = (book.exits[exit].time, book.exits[exit].reason)
    let position = book.close(at: index)
    guard let pnl = Price(position.pnl), let fees = Price(position.fees) else {
      throw .outOfRange("the pnl of \(position.id)")
    }
    var change = PositionChange(position)
    change.quantity = position.acquired
    change.dust = position.quantity > .zero ? position.quantity : nil
    change.closing = PositionChange.Closing(
      exitPrice: position.exit.price ?? .zero, exitTime: exitTime, exitReason: exitReason,
      pnl: pnl, fees: fees, bars: position.bars, mfe: position.mfe, mae: position.mae)
    change.meta = memory
    step.add(change)
    model?.noteRoundTrip(pnl)
  }

  /// Where the rules of a position close it; `nil` for nowhere, or unless that is to be said.
  private func levels(at index: Int) -> [PositionChange.ExitLevel]? {
    guard rules.writesLevels == true else { return nil }
    let levels = book.rules(at: index).levels(for: book.positions[index])
    return levels.isEmpty ? nil : levels
  }

  /// What the rules of a position remember; `nil` unless that was asked for.
  func memory(at index: Int) -> [PositionChange.Memory]? {
    guard rules.writesMemory else { return nil }
    return book.rules(at: index).memory.map { .init(name: $0.name, value: $0.value) }
  }
}

extension PositionChange {
  /// What is said of a position while it is open.
  init(_ position: Position) {
    self.init(
      id: position.id, symbol: position.symbol, direction: position.direction,
      quantity: position.quantity, entryPrice: position.entryPrice,
      entryTime: position.entryTime, detector: position.detector)
  }
}
