import SFBroker
import SFCore
import SFStrategy

/// Entries: step 5. Each signal ends as one order or one refusal.
extension TradingStage {
  /// Why a signal is not acted on: the component that said no, and its reason.
  struct No: Error {
    let component: String
    let reason: String

    init(_ component: String, _ reason: String) {
      self.component = component
      self.reason = reason
    }
  }

  /// Takes the signals in order of symbol, then detector.
  mutating func decideEntries(_ step: inout Step) throws(StageError) {
    let table = step.series
    let signals = step.signals.sorted { a, b in
      let (x, y) = (table[a.series], table[b.series])
      if x.symbol != y.symbol { return x.symbol < y.symbol }
      return a.detector != b.detector
        ? a.detector < b.detector : Interval.isOrdered(x.interval, y.interval)
    }
    for signal in signals {
      let symbol = table[signal.series].symbol
      let entry: Entry
      do throws(No) {
        entry = try plan(signal, symbol, step)
      } catch {
        step.add(
          Refusal(
            symbol: symbol, by: error.component, reason: error.reason,
            subject: .signal(detector: signal.detector)))
        continue
      }
      try enter(entry, signal, symbol, &step)
    }
  }

  /// An entry that has passed all checks.
  struct Entry {
    let series: SeriesIndex
    let direction: Direction
    let quantity: Quantity
    /// Whether free cash has cut it.
    let isReduced: Bool
  }

  /// Aggregator, filters, sizer, caps and checks, in that order.
  private func plan(
    _ signal: Signal, _ symbol: Symbol, _ step: Step
  ) throws(No) -> Entry {
    guard symbol != .all else { throw No("strategy", "market_wide") }
    guard let series = markets.series(of: symbol), step.bar(of: series) != nil else {
      throw No("strategy", "no_bar")
    }
    let direction: Direction = signal.direction == .rise ? .long : .short
    guard direction == .long || configuration.allowShort else {
      throw No("strategy", "shorts not allowed")
    }
    let isOpposed = book.positions.contains {
      $0.symbol == symbol && !$0.isClosing && $0.direction != direction
    }
    let isOpposedByOrder = waiting.entries.contains {
      $0.series == series && $0.direction != direction
    }
    guard !isOpposed, !isOpposedByOrder else { throw No("strategy", "opposite_position") }
    guard let row = step.existingRow(of: series) else { throw No("strategy", "no_bar") }
    let values = step.values.span.extracting(step.places(ofRow: row))
    try prepareExits(values)
    let (quantity, isReduced) = try size(signal, series, direction, values)
    try check(series, quantity)
    return Entry(series: series, direction: direction, quantity: quantity, isReduced: isReduced)
  }

  /// The quantity at the close, cut by free cash.
  private func size(
    _ signal: Signal, _ series: SeriesIndex, _ direction: Direction, _ row: Span<Double>
  ) throws(No) -> (Quantity, isReduced: Bool) {
    let sizer = configuration.sizer.content
    let kind = type(of: sizer).kind
    guard let equity = book.worth(at: markets.closes)?.equity else {
      throw No(kind, "out_of_range")
    }
    guard equity > .zero else { throw No(kind, "no_equity") }
    guard let notional = sizer.notional(SizingContext(equity: equity, signal: signal), row) else {
      throw No(kind, "out_of_range")
    }
    let close = markets.closes[series]
    guard close > .zero else { throw No(kind, "no_price") }
    let units = Int128(notional.units) * 100_000_000 / Int128(close.units)
    guard let wanted = Int64(exactly: units) else { throw No(kind, "out_of_range") }
    guard wanted > 0 else { throw No(kind, "too_small") }
    guard let price = configuration.costs.marketPrice(direction.entrySide, at: close),
      let free = freeCashAfterOrders
    else { throw No(kind, "out_of_range") }
    let quantity = configuration.costs.affordable(
      direction, upTo: Quantity(units: wanted), at: price, lockedAt: close, freeCash: free)
    guard quantity > .zero else { throw No("cash", "free_cash") }
    return (quantity, isReduced: quantity.units < wanted)
  }

  /// Free cash as if every order that waits had been done at the last close; `nil` when it is out
  /// of range.
  private var freeCashAfterOrders: Money? {
    var free = book.cash
    for position in book.positions {
      let close = markets.closes[position.series]
      if position.isClosing {
        guard let price = configuration.costs.marketPrice(position.direction.exitSide, at: close),
          let fee = configuration.costs.fee(on: price * position.quantity, .taker)
        else { return nil }
        free += position.value(at: price) - Money(fee)
      } else if position.direction == .short {
        let notional = close * position.quantity
        free -= notional + notional
      }
    }
    for entry in waiting.entries {
      let close = markets.closes[entry.series]
      guard let price = configuration.costs.marketPrice(entry.order.side, at: close),
        let need = configuration.costs.need(
          entry.direction, entry.order.quantity, at: price, lockedAt: close)
      else { return nil }
      free -= need
    }
    return free
  }

  /// Slots and the smallest entry.
  private func check(_ series: SeriesIndex, _ quantity: Quantity) throws(No) {
    let open = book.positions.filter { !$0.isClosing }
    let ofSymbol =
      open.count { $0.series == series } + waiting.entries.count { $0.series == series }
    guard ofSymbol < configuration.maxPositionsPerSymbol else {
      throw No("check", "max_positions_per_symbol")
    }
    if let most = configuration.maxPositions, open.count + waiting.entries.count >= most {
      throw No("check", "max_positions")
    }
    let notional = markets.closes[series] * quantity
    guard notional >= Money(configuration.minNotional) else { throw No("check", "min_notional") }
  }

  /// Orders an entry, and fills it at once with `fill: close`.
  private mutating func enter(
    _ entry: Entry, _ signal: Signal, _ symbol: Symbol, _ step: inout Step
  ) throws(StageError) {
    let id = numbers.next(at: step.ts)
    let close = markets.closes[entry.series]
    let order = Order(
      id: id, symbol: symbol, side: entry.direction.entrySide, quantity: entry.quantity,
      position: id, intent: .enter, reason: signal.detector, detector: signal.detector,
      reference: close)
    step.add(order)
    if entry.isReduced { refuse(order, by: "cash", "free_cash", quantity: entry.quantity, &step) }
    let waiting = WaitingOrders.Waiting(
      order: order, series: entry.series, direction: entry.direction)
    if configuration.fill == .close {
      try fillEntry(waiting, at: close, time: step.ts, &step)
    } else {
      self.waiting.add(waiting)
    }
  }
}
