import SFCore

/// Fills: at the next bar, at once at a close, or at a level inside a bar.
extension VirtualVenue {
  /// Shows each order that waits the bar of its symbol.
  mutating func fillWaiting(
    _ step: borrowing Step, _ answers: inout [Answer]
  ) throws(StageError) {
    var index = 0
    while index < waiting.exits.count {
      let series = waiting.exits[index].series
      guard let bar = step.bar(of: series), bar.hasTraded,
        !keeps(exit: waiting.exits[index].order.id)
      else {
        index += 1
        continue
      }
      let exit = waiting.takeExit(at: index)
      try fillExit(
        exit, at: Level(bar.open), time: markets.openTime(of: series, step), &answers)
    }
    index = 0
    while index < waiting.entries.count {
      let series = waiting.entries[index].series
      guard let bar = step.bar(of: series) else {
        index += 1
        continue
      }
      try match(&index, bar, step, &answers)
    }
  }

  /// Matches the entry at `index`, and moves on to the next.
  private mutating func match(
    _ index: inout Int, _ bar: Bar, _ step: borrowing Step, _ answers: inout [Answer]
  ) throws(StageError) {
    // How long it waited is measured to the latest that the open can be.
    let match = waiting.entries[index].match(
      bar, opened: step.openTime(of: bar.series), maxWait: rules.maxWait)
    guard match != .rests else {
      waiting.rest(at: index)
      index += 1
      return
    }
    let entry = waiting.takeEntry(at: index)
    let opened = markets.openTime(of: bar.series, step)
    switch match {
    case .rests: break
    case .atOpen(let open): try fillEntry(entry, at: open, in: bar, time: opened, &answers)
    case .atBetterOpen(let open):
      try fillEntry(entry, at: open, .maker, in: bar, time: opened, &answers)
    case .inside(let limit):
      try fillEntry(entry, at: limit, .maker, in: bar, time: step.ts, &answers)
    case .refused(let reason): answers.append(refusal(entry.order, reason))
    }
  }

  /// Closes the position of an exit order at a market price.
  mutating func fillExit(
    _ waiting: WaitingOrders.Waiting, at reference: Level, time: Timestamp,
    _ answers: inout [Answer]
  ) throws(StageError) {
    let (order, costs) = (waiting.order, rules.conditions.costs)
    guard let held = account.held(by: order.position), held >= order.quantity else {
      answers.append(refusal(order, .data(.noPosition)))
      return
    }
    guard let price = costs.marketPrice(order.side, at: reference, markets.lot(of: waiting.series)),
      (price * order.quantity).isInRange,
      let fee = costs.exitFee(on: price * order.quantity)
    else { throw .outOfRange("the fill of \(order.id)") }
    fill(waiting, order.quantity, price, fee, .taker, time, &answers)
  }

  /// Fills an entry at the price of a bar, as far as the bar and free cash go.
  mutating func fillEntry(
    _ waiting: WaitingOrders.Waiting, at reference: Price, _ liquidity: Liquidity = .taker,
    in bar: Bar, time: Timestamp, _ answers: inout [Answer]
  ) throws(StageError) {
    let (order, costs) = (waiting.order, rules.conditions.costs)
    guard bar.hasTraded else {
      answers.append(refusal(order, .market(.noVolume)))
      return
    }
    let lot = markets.lot(of: waiting.series)
    let fillPrice =
      liquidity == .maker
      ? lot.price(order.side, at: Level(reference))
      : costs.marketPrice(order.side, at: reference, lot)
    guard let price = fillPrice else { throw .outOfRange("the fill of \(order.id)") }
    guard let quantity = try fillable(waiting, price, liquidity, bar, lot, &answers) else { return }
    guard let fee = costs.fee(on: price * quantity, liquidity) else {
      throw .outOfRange("the fee of \(order.id)")
    }
    fill(waiting, quantity, price, fee, liquidity, time, &answers)
  }

  /// What of an entry the bar and free cash allow, each cut said; `nil` when it was refused.
  private func fillable(
    _ waiting: WaitingOrders.Waiting, _ price: Price, _ liquidity: Liquidity, _ bar: Bar,
    _ lot: Lot, _ answers: inout [Answer]
  ) throws(StageError) -> Quantity? {
    let (order, conditions) = (waiting.order, rules.conditions)
    var quantity = order.quantity
    var cuts: [(reason: RefusalReason, quantity: Quantity)] = []
    if let fraction = rules.maxParticipation {
      guard let share = bar.share(fraction, lot) else {
        throw StageError(
          .configuration, "--max-participation needs volume, and bars of \(order.symbol) have none")
      }
      if share < quantity {
        quantity = share
        cuts.append((.market(.maxParticipation), share))
      }
    }
    let affordable = lot.down(
      conditions.costs.affordable(
        waiting.direction, upTo: quantity, at: price, lockedAt: price, liquidity,
        freeCash: account.freeCash(at: markets.closes)))
    if affordable < quantity {
      quantity = affordable
      cuts.append((.room(.freeCash), affordable))
    }
    // The smallest entry is asked for at the decision; here only of what is left of a cut.
    guard quantity > .zero,
      cuts.isEmpty || price * quantity >= Money(lot.smallestEntry(conditions.minNotional))
    else {
      answers.append(refusal(order, cuts.last?.reason ?? .rule(.minNotional)))
      return nil
    }
    for cut in cuts { answers.append(refusal(order, cut.reason, quantity: cut.quantity)) }
    return quantity
  }

  /// Books a fill, and says it.
  mutating func fill(
    _ waiting: WaitingOrders.Waiting, _ quantity: Quantity, _ price: Price, _ fee: Price,
    _ liquidity: Liquidity, _ time: Timestamp, _ answers: inout [Answer]
  ) {
    let order = waiting.order
    account.book(waiting, quantity, price, fee: fee)
    answers.append(
      .fill(
        Fill(
          id: order.id + "-1", order: order.id, symbol: order.symbol, side: order.side,
          price: price, quantity: quantity, fee: fee, position: order.position,
          liquidity: liquidity, at: time)))
  }
}
