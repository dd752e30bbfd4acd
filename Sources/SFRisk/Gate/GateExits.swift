@_spi(Gate) import SFCore

/// Orders of the gate's own: exits of what its rules do not let stand.
extension RiskGate {
  /// Who gives them, as `order` lines say.
  public static let name = "sf-risk"
  /// What the ids of its orders begin with, and no others.
  static let idPrefix = "risk-"

  /// Exits positions that a rule closes, in the order in which they were opened; a rule that
  /// flattens takes back the entries that wait, too.
  mutating func exitWhatMayNotStand(_ turn: inout GateTurn?) {
    guard !book.positions.isEmpty || !book.entries.isEmpty, state < .halted else { return }
    let flattening = rules.flattening.map { type(of: $0).kind }
    guard flattening != nil || !rules.exiting.isEmpty else { return }
    if let flattening { cancelEntries(flattening, &turn) { _ in true } }
    for index in book.positions.indices where !book.positions[index].isClosing {
      let position = book.positions[index]
      let rule =
        flattening
        ?? rules.exiting.first { rules.rules[$0].isDue(position, market, at: mark.time) }
        .map { type(of: rules.rules[$0]).kind }
      if let rule { exit(at: index, for: rule, &turn) }
    }
  }

  private mutating func exit(at index: Int, for rule: String, _ turn: inout GateTurn?) {
    let position = book.positions[index]
    cancelEntries(rule, &turn) { $0.order.position == position.id }
    let quantity = market.markets.lot(of: position.series).down(position.quantity)
    // Less than the venue trades in cannot be sold.
    guard quantity > .zero else { return }
    count += 1
    let order = Order(
      id: "\(Self.idPrefix)\(mark.time.milliseconds)-\(count)", symbol: position.symbol,
      side: position.direction.exitSide, quantity: quantity, position: position.id, intent: .exit,
      reason: "risk.\(rule)", reference: market.markets.closes[position.series], by: Self.name)
    mark.book.plan(order, at: index)
    turn.made.orders.append(Approved(order))
    rules.note(PassedRequest(time: mark.time, series: position.series))
  }

  /// Takes back entries that wait, each once.
  private mutating func cancelEntries(
    _ rule: String, _ turn: inout GateTurn?, where isMeant: (ApprovedEntry) -> Bool
  ) {
    for index in book.entries.indices
    where !book.entries[index].isCanceled && isMeant(book.entries[index]) {
      let entry = book.entries[index]
      mark.book.noteCancel(ofEntry: index)
      turn.made.cancels.append(
        Approved(
          Cancel(order: entry.order.id, symbol: entry.order.symbol, reason: "risk.\(rule)")))
      rules.note(PassedRequest(time: mark.time, series: entry.series))
    }
  }
}
