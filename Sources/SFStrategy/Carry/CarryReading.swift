import SFCore

/// Reads what a run of sf-strategy left out of its lines, a step at a time.
public struct CarryReading: Sendable {
  /// What it came to so far.
  public private(set) var book: CarriedBook

  /// Entries whose orders are not done, in the order of decision.
  private var entries: [(order: Order, decided: Timestamp)] = []

  /// The types whose content is needed.
  public static let reads = LineTypes([.order, .fill, .position, .refusal, .equity])

  /// The lines that begin with this header, of a run that had carried `before` over itself; refuses
  /// those of no sf-strategy.
  public init(_ header: Header, behind before: CarriedBook?) throws(StageError) {
    guard let capital = header.tradingCapital else {
      throw StageError(
        .configuration,
        "found no sf-strategy with its capital in the header, expected what one has written",
        help: "give its output: a file, or the directory of its journal")
    }
    book = before ?? CarriedBook(capital: capital)
  }

  /// The orders of entries that wait for the market: a run that has stopped does not fill them.
  public var waiting: [String] { entries.map(\.order.id) }

  /// Takes a step that is whole, or the closing lines.
  public mutating func take(_ step: borrowing Step) throws(StageError) {
    for index in step.orders.indices where step.orders[index].intent == .enter {
      entries.append((step.orders[index], step.ts))
    }
    for index in step.fills.indices { try take(step.fills[index], step.ts) }
    for index in step.refusals.indices { take(step.refusals[index]) }
    for index in step.positions.indices { take(step.positions[index], step.ts) }
    for index in step.equities.indices {
      book.equity = step.equities[index].equity
      book.highWater = max(book.highWater, book.equity)
    }
    book.lastMark = step.ts
  }

  private mutating func take(_ fill: Fill, _ mark: Timestamp) throws(StageError) {
    let notional = fill.price * fill.quantity
    book.cash += fill.side == .buy ? -notional : notional
    book.cash -= try quoteFee(of: fill)
    let filled = CarriedPosition.Filled(fill: fill, mark: mark)
    let entry = entries.firstIndex { $0.order.id == fill.order }
    if let index = book.positions.firstIndex(where: { $0.id == fill.position }) {
      book.positions[index].fills.append(filled)
    } else if let entry {
      let (order, decided) = entries[entry]
      book.positions.append(CarriedPosition(entry: order, decided: decided, fills: [filled]))
    } else {
      throw StageError(
        .badData,
        "found the fill \(fill.id) of a position that no line opened, expected all lines of the run"
      )
    }
    if let entry, (fill.remaining ?? .zero) == .zero { entries.remove(at: entry) }
  }

  /// What of a fee cash has paid: nothing of one that was taken in the asset itself.
  private func quoteFee(of fill: Fill) throws(StageError) -> Money {
    guard let asset = fill.feeAsset else { return Money(fill.fee) }
    guard fill.symbol.text.hasPrefix(asset) else {
      throw StageError(
        .configuration,
        "found the fee of \(fill.id) in \(asset), expected one in the quote currency or in what "
          + "was traded: the lines do not say what it was worth")
    }
    return .zero
  }

  private mutating func take(_ refusal: Refusal) {
    guard case .order(let id) = refusal.subject, refusal.quantity == nil else { return }
    entries.removeAll { $0.order.id == id }
  }

  private mutating func take(_ position: PositionChange, _ mark: Timestamp) {
    guard let closing = position.closing else { return }
    book.positions.removeAll { $0.id == position.id }
    book.roundTrips.append(
      CarriedRoundTrip(
        symbol: position.symbol, detector: position.detector, exitTime: closing.exitTime,
        pnl: closing.pnl, notional: position.entryPrice * position.quantity, mark: mark))
  }
}

extension Header {
  private var strategy: StageEntry? { stages.last { $0.name == "sf-strategy" } }

  /// The capital of sf-strategy; `nil` when there is none.
  var tradingCapital: Price? {
    guard case .number(let text)? = strategy?.setting(named: "capital")
    else { return nil }
    return Price(text)
  }

  /// What sf-strategy had carried over itself, as it was named; `nil` for nothing.
  public var carried: String? {
    guard case .text(let name)? = strategy?.setting(named: "carry")
    else { return nil }
    return name
  }
}
