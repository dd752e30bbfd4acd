import SFBroker
import SFCore
import SFStrategy

/// Fills: step 1, and at once with `fill: close`.
extension TradingStage {
  /// Shows each order that waits the bar of its symbol: exits first, then entries, in the order of
  /// decision.
  mutating func fillWaiting(_ step: inout Step) throws(StageError) {
    var index = 0
    while index < waiting.exits.count {
      let series = waiting.exits[index].series
      guard let bar = step.bar(of: series), bar.hasTraded else {
        index += 1
        continue
      }
      let order = waiting.takeExit(at: index).order
      try fillExit(order, at: Level(bar.open), time: openTime(of: series, step), &step)
    }
    index = 0
    while index < waiting.entries.count {
      let series = waiting.entries[index].series
      guard let bar = step.bar(of: series) else {
        index += 1
        continue
      }
      try match(&index, bar, opened: openTime(of: series, step), &step)
    }
  }

  /// Matches the entry at `index`, and moves on to the next.
  private mutating func match(
    _ index: inout Int, _ bar: Bar, opened: Timestamp, _ step: inout Step
  ) throws(StageError) {
    let entry = waiting.entries[index]
    let match = entry.match(bar, opened: opened, maxWait: configuration.orders.maxWait)
    guard match != .rests else {
      waiting.rest(at: index)
      index += 1
      return
    }
    _ = waiting.takeEntry(at: index)
    switch match {
    case .rests: break
    case .atOpen(let open): try fillEntry(entry, at: open, in: bar, time: opened, &step)
    case .atBetterOpen(let open):
      try fillEntry(entry, at: open, .maker, in: bar, time: opened, &step)
    case .inside(let limit):
      try fillEntry(entry, at: limit, .maker, in: bar, time: step.ts, isInside: true, &step)
    case .refused(let reason): refuseEntry(entry.order, reason, &step)
    }
  }

  /// Hands an entry that has passed all checks to the venue.
  mutating func place(
    _ order: Order, _ entry: Entry, _ step: inout Step
  ) throws(StageError) {
    book.plan(order.id, entry.series, entry.exits)
    let waiting = WaitingOrders.Waiting(
      order: order, series: entry.series, direction: entry.direction, decided: step.ts,
      maxBars: entry.limit == nil ? nil : configuration.orders.entry.content.maxBars)
    guard configuration.fill == .close, entry.limit == nil, let bar = step.bar(of: entry.series)
    else {
      self.waiting.add(waiting)
      return
    }
    try fillEntry(waiting, at: bar.close, in: bar, time: step.ts, &step)
  }

  /// The open of a bar that closes now; its close where the interval has no length.
  func openTime(of series: SeriesIndex, _ step: borrowing Step) -> Timestamp {
    step.ts + -(step.series[series].interval.milliseconds ?? 0)
  }

  /// Refuses an entry that was ordered and will not fill.
  private mutating func refuseEntry(_ order: Order, _ reason: String, _ step: inout Step) {
    book.drop(order.id)
    refuse(order, by: "venue", reason, &step)
  }

  /// Closes the position of an exit order at a market price.
  mutating func fillExit(
    _ order: Order, at reference: Level, time: Timestamp, _ step: inout Step
  ) throws(StageError) {
    guard let index = book.index(of: order.position) else {
      throw StageError(.bug, "the exit \(order.id) closes no open position")
    }
    let lot = markets.lot(of: book.positions[index].series)
    guard let price = configuration.costs.marketPrice(order.side, at: reference, lot),
      (price * order.quantity).isInRange,
      let fee = configuration.costs.fee(on: price * order.quantity, .taker)
    else { throw outOfRange("the fill of \(order.id)") }
    let memory = memory(at: index)
    let (position, pnl) = book.close(at: index, price: price, fee: Money(fee))
    addFill(of: order, price, order.quantity, fee, .taker, time, &step)
    let fees = position.entryFee + Money(fee)
    guard let pnl = Price(pnl), let fees = Price(fees) else {
      throw outOfRange("the pnl of \(position.id)")
    }
    var change = PositionChange(position)
    change.closing = PositionChange.Closing(
      exitPrice: price, exitTime: time, exitReason: order.reason, pnl: pnl, fees: fees,
      bars: position.bars, mfe: position.mfe, mae: position.mae)
    change.meta = memory
    step.add(change)
  }

  /// What the rules of a position remember; `nil` unless that was asked for.
  private func memory(at index: Int) -> [PositionChange.Memory]? {
    guard configuration.writesMemory else { return nil }
    return book.rules(at: index).memory.map { .init(name: $0.name, value: $0.value) }
  }

  /// Opens a position at the price of a bar, as far as the bar and free cash go.
  mutating func fillEntry(
    _ waiting: WaitingOrders.Waiting, at reference: Price, _ liquidity: Liquidity = .taker,
    in bar: Bar, time: Timestamp, isInside: Bool = false, _ step: inout Step
  ) throws(StageError) {
    let order = waiting.order
    guard bar.hasTraded else { return refuseEntry(order, "no_volume", &step) }
    let lot = markets.lot(of: waiting.series)
    let fillPrice =
      liquidity == .maker
      ? lot.price(order.side, at: Level(reference))
      : configuration.costs.marketPrice(order.side, at: reference, lot)
    guard let price = fillPrice else { throw outOfRange("the fill of \(order.id)") }
    guard let quantity = try fillable(waiting, price, liquidity, bar, lot, &step) else { return }
    guard let fee = configuration.costs.fee(on: price * quantity, liquidity) else {
      throw outOfRange("the fee of \(order.id)")
    }
    let position = Position(
      id: order.id, symbol: order.symbol, series: waiting.series, direction: waiting.direction,
      quantity: quantity, entryPrice: price, entryTime: time, entryFee: Money(fee),
      detector: order.detector, isOpenedInside: isInside)
    book.open(position)
    addFill(of: order, price, quantity, fee, liquidity, time, &step)
    var change = PositionChange(position)
    change.meta = memory(at: book.positions.count - 1)
    step.add(change)
  }

  /// What of an entry the bar and free cash allow, each cut said; `nil` when it was refused.
  private mutating func fillable(
    _ waiting: WaitingOrders.Waiting, _ price: Price, _ liquidity: Liquidity, _ bar: Bar,
    _ lot: Lot, _ step: inout Step
  ) throws(StageError) -> Quantity? {
    let order = waiting.order
    var quantity = order.quantity
    var cuts: [(reason: String, quantity: Quantity)] = []
    if let fraction = configuration.orders.maxParticipation {
      guard let share = bar.share(fraction, lot) else {
        throw StageError(
          .configuration, "--max-participation needs volume, and bars of \(order.symbol) have none")
      }
      if share < quantity {
        quantity = share
        cuts.append(("max_participation", share))
      }
    }
    let affordable = lot.down(
      configuration.costs.affordable(
        waiting.direction, upTo: quantity, at: price, lockedAt: price, liquidity,
        freeCash: book.freeCash(at: markets.closes)))
    if affordable < quantity {
      quantity = affordable
      cuts.append(("free_cash", affordable))
    }
    guard quantity > .zero, price * quantity >= Money(smallestEntry(lot)) else {
      refuseEntry(order, cuts.last?.reason ?? "min_notional", &step)
      return nil
    }
    for cut in cuts { refuse(order, by: "venue", cut.reason, quantity: cut.quantity, &step) }
    return quantity
  }

  /// The smallest entry, in quote currency.
  func smallestEntry(_ lot: Lot) -> Price { max(configuration.minNotional, lot.minNotional) }

  private func addFill(
    of order: Order, _ price: Price, _ quantity: Quantity, _ fee: Price, _ liquidity: Liquidity,
    _ time: Timestamp, _ step: inout Step
  ) {
    step.add(
      Fill(
        id: order.id + "-1", order: order.id, symbol: order.symbol, side: order.side,
        price: price, quantity: quantity, fee: fee, position: order.position,
        liquidity: liquidity, at: time))
  }
}

extension PositionChange {
  /// What is said of a position when it opens.
  init(_ position: Position) {
    self.init(
      id: position.id, symbol: position.symbol, direction: position.direction,
      quantity: position.quantity, entryPrice: position.entryPrice,
      entryTime: position.entryTime, detector: position.detector)
  }
}
