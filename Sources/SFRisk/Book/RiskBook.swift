import SFCore

/// The gate's own book: cash, positions and entries that wait, made of what the venue answers.
///
/// Invariant: cash = capital + Σ over fills of (sold − bought − fees), to the last digit.
public struct RiskBook: Sendable, Codable {
  public private(set) var cash: Money
  /// In the order in which they were opened.
  public private(set) var positions: [RiskPosition] = []
  /// In the order in which they were let through.
  public private(set) var entries: [ApprovedEntry] = []
  /// The round trips that ended at this mark.
  public private(set) var closed: [RoundTrip] = []

  init(capital: Money) { cash = capital }

  mutating func beginMark() {
    if !closed.isEmpty { closed.removeAll(keepingCapacity: true) }
  }

  /// The place of the position with that id.
  func index(of position: String) -> Int? { positions.firstIndex { $0.id == position } }

  /// The place of the entry with that order.
  func entry(_ order: String) -> Int? { entries.firstIndex { $0.order.id == order } }

  mutating func plan(_ entry: ApprovedEntry) { entries.append(entry) }

  /// Notes the exit of the position at `index`; a later one takes the place of an earlier.
  mutating func plan(_ exit: Order, at index: Int) { positions[index].exitOrder = exit.id }

  mutating func noteCancel(ofEntry index: Int) { entries[index].isCanceled = true }
}

// MARK: - Answers

extension RiskBook {
  mutating func take(
    _ answer: Answer, _ market: RiskMarket, at ts: Timestamp
  ) throws(StageError) {
    switch answer {
    case .fill(let fill): try take(fill, market, at: ts)
    case .refusal(let refusal): try take(refusal, market, at: ts)
    case .order(let order): take(order, market)
    // The gate hears it beside the answers.
    case .control: break
    }
  }

  /// An order that somebody else than the trader gave: the gate's own are known, those of a person
  /// are not.
  private mutating func take(_ order: Order, _ market: RiskMarket) {
    guard let by = order.by, by != RiskGate.name else { return }
    switch order.intent {
    case .exit:
      if let index = index(of: order.position) { plan(order, at: index) }
    case .enter:
      if let series = market.markets.series(of: order.symbol) { plan(ApprovedEntry(order, series)) }
    }
  }

  private mutating func take(
    _ refusal: Refusal, _ market: RiskMarket, at ts: Timestamp
  ) throws(StageError) {
    // What the gate said itself has had its effect.
    guard case .order(let id) = refusal.subject, !refusal.by.hasPrefix("risk.") else { return }
    if let index = entry(id) {
      if let quantity = refusal.quantity {
        entries[index].open = quantity
      } else {
        try end(entry: index, market, at: ts)
      }
    } else if refusal.quantity == nil,
      let index = positions.firstIndex(where: { $0.exitOrder == id })
    {
      try settle(at: index, isDust: refusal.reason == .market(.dust), market, at: ts)
    }
  }

  private mutating func take(
    _ fill: Fill, _ market: RiskMarket, at ts: Timestamp
  ) throws(StageError) {
    if let entry = entry(fill.order) {
      try enter(entry, fill, market, at: ts)
    } else if let index = positions.firstIndex(where: { $0.exitOrder == fill.order }) {
      try leave(at: index, fill, market, at: ts)
    } else {
      throw StageError(
        .badData,
        "found the fill \(fill.id) of the order \(fill.order), expected one of an order that "
          + "was let through")
    }
  }

  private mutating func enter(
    _ entry: Int, _ fill: Fill, _ market: RiskMarket, at ts: Timestamp
  ) throws(StageError) {
    let booked = try market.markets.booked(fill, entries[entry].series)
    let known = index(of: entries[entry].order.position)
    if known == nil {
      // What fills at the market at the very close has not lived through the bar of the mark, which
      // is not counted yet.
      let isNew = fill.liquidity == .taker && fill.at >= ts
      let bars = market.count(of: entries[entry].series)
      positions.append(RiskPosition(entries[entry], barsBefore: isNew ? bars + 1 : bars))
    }
    guard positions[known ?? positions.count - 1].grow(booked) else {
      throw .outOfRange("the position \(fill.position)")
    }
    entries[entry].hasOpened = true
    pay(booked)
    if let remaining = fill.remaining, remaining > .zero {
      entries[entry].open = remaining
    } else {
      try end(entry: entry, market, at: ts)
    }
  }

  private mutating func leave(
    at index: Int, _ fill: Fill, _ market: RiskMarket, at ts: Timestamp
  ) throws(StageError) {
    let booked = try market.markets.booked(fill, positions[index].series)
    guard positions[index].shrink(booked) else {
      throw StageError(
        .badData,
        "found the fill \(fill.id) of \(fill.quantity), expected at most "
          + "\(positions[index].quantity), which the position \(positions[index].id) holds")
    }
    pay(booked)
    let works = fill.remaining.map { $0 > .zero } ?? false
    if !works { try settle(at: index, market, at: ts) }
  }

  /// Nothing more comes of an entry; what came of it and was sold meanwhile is a round trip.
  private mutating func end(
    entry: Int, _ market: RiskMarket, at ts: Timestamp
  ) throws(StageError) {
    let position = entries.remove(at: entry).order.position
    guard let index = index(of: position), !positions[index].isClosing else { return }
    if isEmpty(at: index, market) { try close(at: index, at: ts) }
  }

  /// An exit is done: the position is a round trip, or what is left of it stands.
  private mutating func settle(
    at index: Int, isDust: Bool = false, _ market: RiskMarket, at ts: Timestamp
  ) throws(StageError) {
    positions[index].exitOrder = nil
    let id = positions[index].id
    let isWhole = !entries.contains { $0.order.position == id }
    if isWhole, isDust || isEmpty(at: index, market) { try close(at: index, at: ts) }
  }

  /// Whether a position holds nothing that can be sold.
  private func isEmpty(at index: Int, _ market: RiskMarket) -> Bool {
    market.markets.lot(of: positions[index].series).down(positions[index].quantity) == .zero
  }

  private mutating func close(at index: Int, at ts: Timestamp) throws(StageError) {
    let position = positions.remove(at: index)
    guard let trip = position.roundTrip(at: ts) else {
      throw .outOfRange("the pnl of \(position.id)")
    }
    closed.append(trip)
  }

  private mutating func pay(_ fill: BookedFill) {
    let money = fill.price * fill.quantity
    cash += fill.side == .buy ? -money : money
    cash -= fill.fee
  }
}
