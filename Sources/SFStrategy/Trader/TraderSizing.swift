import SFCore

/// How large an entry is: the sizer's notional, cut by caps and free cash, then checked.
extension Trader {
  /// The quantity at the close, and what has cut it.
  func size(
    _ candidate: inout Ballot.Candidate, _ row: Span<Double>
  ) throws(No) -> (Quantity, cuts: [Cut]) {
    let kind = type(of: rules.sizer.content).kind
    guard let worth = book.worth(at: markets.closes) else { throw No(kind, .data(.outOfRange)) }
    guard worth.equity > .zero else { throw No(kind, .data(.noEquity)) }
    let close = markets.closes[candidate.series]
    guard close > .zero else { throw No(kind, .market(.noPrice)) }
    let notional = try self.notional(&candidate, worth.equity, close, row)
    guard let exact = Quantity(of: notional, at: close) else { throw No(kind, .data(.outOfRange)) }
    let lot = markets.lot(of: candidate.series)
    let wanted = lot.down(exact)
    guard wanted > .zero else { throw No(kind, .rule(.tooSmall)) }
    var (quantity, cuts) = try cap(notional, wanted, candidate.series, worth.equity, close)
    let affordable = try cash(quantity, candidate.direction, candidate.series)
    if affordable < quantity {
      cuts.append(Cut(component: "cash", reason: .room(.freeCash), quantity: affordable))
      quantity = affordable
    }
    for cut in cuts { candidate.trail.add("\(cut.reason): cut to \(cut.quantity)") }
    return (quantity, cuts)
  }

  /// What the sizer says.
  private func notional(
    _ candidate: inout Ballot.Candidate, _ equity: Money, _ close: Price, _ row: Span<Double>
  ) throws(No) -> Price {
    let sizer = rules.sizer.content
    let kind = type(of: sizer).kind
    let context = SizingContext(
      equity: equity, signal: candidate.signal, series: candidate.series, close: close,
      barsPerYear: markets.interval.flatMap(rules.entries.calendar.barsPerYear) ?? .nan,
      held: held)
    if rules.explains {
      let numbers = [NamedNumber("equity", equity.double)] + sizer.numbers(context, row)
      candidate.trail.add("\(kind) " + numbers.map(\.description).joined(separator: " "))
    }
    do throws(NoSize) {
      let notional = try sizer.notional(context, row)
      candidate.trail.add("notional=\(notional)")
      guard let multiplier = candidate.sizeMultiplier else { return notional }
      candidate.trail.add("\(NamedNumber("size_multiplier", multiplier))")
      return Price(units: Int64((Double(notional.units) * multiplier).rounded(.toNearestOrEven)))
    } catch {
      throw No(kind, error.reason, notice: error.notice)
    }
  }

  /// The series of the open positions that do not close, and of the entries that wait.
  private var held: [SeriesIndex] {
    var held: [SeriesIndex] = []
    for position in book.positions where !position.isClosing { held.append(position.series) }
    for entry in book.entries where !entry.hasOpened { held.append(entry.series) }
    return held
  }

  /// Cuts a notional by the caps, each of which is said when it binds.
  private func cap(
    _ notional: Price, _ wanted: Quantity, _ series: SeriesIndex, _ equity: Money, _ close: Price
  ) throws(No) -> (Quantity, [Cut]) {
    let (caps, lot) = (rules.entries.caps, markets.lot(of: series))
    if caps == Caps() { return (wanted, []) }
    var (quantity, cuts, left) = (wanted, [Cut](), Money(notional))
    for (reason, cap, used) in [
      (RefusalReason.room(.maxPositionPct), caps.position, Money.zero),
      (.room(.maxSymbolPct), caps.symbol, caps.symbol == nil ? .zero : underWay { $0 == series }),
      (.room(.maxExposure), caps.exposure, caps.exposure == nil ? .zero : underWay { _ in true }),
    ] {
      guard let cap else { continue }
      guard let most = equity.part(cap), used.isInRange else { throw No("cap", .data(.outOfRange)) }
      let room = most - used
      guard room < left else { continue }
      left = room
      quantity = room > .zero ? lot.down(Quantity(upTo: room, at: close)) : .zero
      guard quantity > .zero else { throw No("cap", reason) }
      cuts.append(Cut(component: "cap", reason: reason, quantity: quantity))
    }
    return (quantity, cuts)
  }

  /// Σ |notional| at the last closes of open positions that do not close and of entries that wait.
  private func underWay(_ counts: (SeriesIndex) -> Bool) -> Money {
    var sum = Money.zero
    for position in book.positions where !position.isClosing && counts(position.series) {
      sum += markets.closes[position.series] * position.quantity
    }
    for entry in book.entries where counts(entry.series) {
      sum += markets.closes[entry.series] * entry.open
    }
    return sum
  }

  /// What free cash can pay of a quantity, fee and slippage included.
  private func cash(
    _ wanted: Quantity, _ direction: Direction, _ series: SeriesIndex
  ) throws(No) -> Quantity {
    guard let terms = terms(direction, limit(direction, series), series),
      let free = freeCashAfterOrders
    else { throw No("cash", .data(.outOfRange)) }
    let quantity = markets.lot(of: series).down(
      rules.conditions.costs.affordable(
        direction, upTo: wanted, at: terms.price, lockedAt: terms.reference, terms.liquidity,
        freeCash: free))
    guard quantity > .zero else { throw No("cash", .room(.freeCash)) }
    return quantity
  }

  /// Slots and the smallest entry.
  func check(_ series: SeriesIndex, _ quantity: Quantity) throws(No) {
    var (ofSymbol, ofAll) = (0, 0)
    for position in book.positions where !position.isClosing {
      ofAll += 1
      if position.series == series { ofSymbol += 1 }
    }
    for entry in book.entries where !entry.hasOpened {
      ofAll += 1
      if entry.series == series { ofSymbol += 1 }
    }
    guard ofSymbol < rules.maxPositionsPerSymbol else {
      throw No("check", .room(.maxPositionsPerSymbol))
    }
    if let most = rules.maxPositions, ofAll >= most {
      throw No("check", .room(.maxPositions))
    }
    let notional = markets.closes[series] * quantity
    guard notional >= Money(markets.lot(of: series).smallestEntry(rules.conditions.minNotional))
    else {
      throw No("check", .rule(.minNotional))
    }
  }
}

extension Quantity {
  /// Notional / price, down to 10⁻⁸; `nil` when it is out of range.
  init?(of notional: Price, at price: Price) {
    guard let units = Int64(exactly: Int128(notional.units) * 100_000_000 / Int128(price.units))
    else { return nil }
    self.init(units: units)
  }
}
