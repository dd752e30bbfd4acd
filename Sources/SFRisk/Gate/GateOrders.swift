@_spi(Gate) import SFCore

/// Orders of the trader: each is let through, cut, or refused.
extension RiskGate {
  /// Judges an order of this mark, in its turn.
  ///
  /// An order that somebody else gave is a record in the trader's stream and must not be handed in.
  public mutating func judge(_ order: Order, at ts: Timestamp) throws(StageError) -> GateAnswer {
    if let no = flaw(of: order, at: ts) { return refuse(order, "order", no) }
    ids.append(order.id)
    switch order.intent {
    case .exit: return exit(order, at: ts)
    case .enter: return try enter(order, at: ts)
    }
  }

  /// What takes back an entry passes; an order that does not wait needs none, and an exit keeps.
  public mutating func judge(_ cancel: Cancel, at ts: Timestamp) -> Approved<Cancel>? {
    guard let index = book.entry(cancel.order) else { return nil }
    mark.book.noteCancel(ofEntry: index)
    rules.note(PassedRequest(time: ts, series: book.entries[index].series))
    return Approved(cancel)
  }

  /// Why an order is none, whatever the rules say; `nil` for a sound one.
  private func flaw(of order: Order, at ts: Timestamp) -> RefusalReason? {
    guard !ids.contains(order.id), !order.id.hasPrefix(Self.idPrefix) else {
      return .rule(.knownID)
    }
    // Who plays back an order of another mark does not get it done again.
    guard order.isDecided(at: ts) else { return .rule(.otherMark) }
    guard order.quantity > .zero else { return .rule(.tooSmall) }
    return order.intent == .exit ? flaw(ofExit: order) : flaw(ofEntry: order)
  }

  private func flaw(ofExit order: Order) -> RefusalReason? {
    guard let index = book.index(of: order.position) else { return .data(.noPosition) }
    let position = book.positions[index]
    guard order.symbol == position.symbol, order.side == position.direction.exitSide else {
      return .rule(.otherPosition)
    }
    guard !position.isClosing else { return .rule(.closing) }
    return order.quantity <= position.quantity ? nil : .rule(.moreThanHeld)
  }

  private func flaw(ofEntry order: Order) -> RefusalReason? {
    guard let series = market.markets.series(of: order.symbol) else { return .market(.noMarket) }
    guard order.position == order.id else { return .rule(.otherPosition) }
    // What a size is measured by is what the market says.
    guard order.reference == market.markets.closes[series] else { return .rule(.otherClose) }
    return nil
  }

  private mutating func exit(_ order: Order, at ts: Timestamp) -> GateAnswer {
    guard let index = book.index(of: order.position) else {
      return refuse(order, "order", .data(.noPosition))
    }
    mark.book.plan(order, at: index)
    rules.note(PassedRequest(time: ts, series: book.positions[index].series))
    return GateAnswer(approved: Approved(order), refusals: [])
  }

  private mutating func enter(_ order: Order, at ts: Timestamp) throws(StageError) -> GateAnswer {
    guard let series = market.markets.series(of: order.symbol) else {
      return refuse(order, "order", .market(.noMarket))
    }
    try mark.value()
    var entry = RiskEntry(order, series, mark)
    if let no = pause(of: entry) { return no }
    var refusals: [Refusal] = []
    for rule in rules.rules {
      if let no = ask(rule, &entry, &refusals) { return no }
    }
    // What was cut behind a rule with a minimum may be below it now.
    if !refusals.isEmpty {
      for rule in rules.rules where type(of: rule).hasMinimum {
        if let no = ask(rule, &entry, &refusals) { return no }
      }
    }
    var approved = order
    approved.quantity = entry.quantity
    mark.book.plan(ApprovedEntry(approved, series))
    rules.note(PassedRequest(entry))
    return GateAnswer(approved: Approved(approved), refusals: refusals)
  }

  /// Asks a rule, which may cut the entry; the answer when it refuses.
  private func ask(
    _ rule: any RiskRule, _ entry: inout RiskEntry, _ refusals: inout [Refusal]
  ) -> GateAnswer? {
    switch rule.judge(entry) {
    case .pass: return nil
    case .no(let reason):
      return refuse(entry.order, type(of: rule).kind, reason, explanation(rule, entry))
    case .room(let room, let reason):
      guard room < entry.notional else { return nil }
      let most = room > .zero ? Quantity(upTo: room, at: entry.order.reference) : .zero
      return cut(&entry, to: most, rule, reason, &refusals)
    case .quantity(let most, let reason): return cut(&entry, to: most, rule, reason, &refusals)
    }
  }

  /// Cuts an entry down to the step; the answer when nothing is left, or the rule does not cut.
  private func cut(
    _ entry: inout RiskEntry, to most: Quantity, _ rule: any RiskRule, _ reason: RefusalReason,
    _ refusals: inout [Refusal]
  ) -> GateAnswer? {
    let kind = type(of: rule).kind
    let left = market.markets.lot(of: entry.series).down(most)
    guard rule.cuts, left > .zero else {
      return refuse(entry.order, kind, reason, explanation(rule, entry))
    }
    refusals.append(
      refusal(entry.order, kind, reason, quantity: left, explain: explanation(rule, entry)))
    entry.quantity = left
    return nil
  }

  private func explanation(_ rule: any RiskRule, _ entry: RiskEntry) -> String? {
    rules.explains ? rule.explanation(entry) : nil
  }

  /// The answer while the state keeps entries out: of a person, or of the first rule that does.
  private func pause(of entry: RiskEntry) -> GateAnswer? {
    let state = state
    let reason = RefusalReason.rule(state == .halted ? .halted : .paused)
    if person.state != .active || person.paused.contains(entry.order.symbol) {
      return refuse(entry.order, "control", reason)
    }
    guard let rule = rules.pausing else { return nil }
    return refuse(entry.order, type(of: rule).kind, reason, explanation(rule, entry))
  }

  private func refuse(
    _ order: Order, _ rule: String, _ reason: RefusalReason, _ explain: String? = nil
  ) -> GateAnswer {
    GateAnswer(approved: nil, refusals: [refusal(order, rule, reason, explain: explain)])
  }

  private func refusal(
    _ order: Order, _ rule: String, _ reason: RefusalReason, quantity: Quantity? = nil,
    explain: String?
  ) -> Refusal {
    Refusal(
      symbol: order.symbol, by: "risk.\(rule)", reason: reason, subject: .order(order.id),
      quantity: quantity, explain: explain)
  }
}

extension Order {
  /// Whether its id says that it was decided at a mark: `[PREFIX-]<epoch ms>-<n>`.
  fileprivate func isDecided(at ts: Timestamp) -> Bool {
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 2, Int(parts[parts.count - 1]) != nil else { return false }
    return parts[parts.count - 2] == String(ts.milliseconds)
  }
}
