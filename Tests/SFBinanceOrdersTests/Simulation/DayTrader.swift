@_spi(Gate) import SFCore

/// A source of orders that knows what it was answered, and nothing else: as a trader does.
struct DayTrader {
  /// What it has of a symbol, or is about to have.
  struct Position {
    let entry: Order
    let mark: Timestamp
    var units: Int64 = 0
    var isEntryDone = false
    var exit: Order?
    var isCanceled = false

    func exit(id: String) -> Order {
      Order(
        id: id, symbol: entry.symbol, side: .sell, quantity: Quantity(units: units),
        position: entry.position, intent: .exit, reason: "r", reference: entry.reference)
    }
  }

  var positions: [Symbol: Position] = [:]
  private var count = 0
  private var draws: SplitMix64

  /// Of each entry, what it is worth; `nil` for any size.
  private let worth: Double?
  /// When it begins to close what it has.
  private let patience: Timestamp

  init(seed: UInt64, worth: Double? = nil, patience: Timestamp = .earliest) {
    draws = SplitMix64(state: seed ^ 0x7472_6164)
    self.worth = worth
    self.patience = patience
  }

  enum Wish {
    case order(Order)
    case cancel(Cancel)
  }

  /// What is wanted at a mark, at these prices; `isClosing` sells all and buys nothing.
  mutating func decide(
    at time: Timestamp, _ prices: [Symbol: Price], isClosing: Bool
  ) -> [Wish] {
    var wishes: [Wish] = []
    for (symbol, price) in prices.sorted(by: { $0.key.text < $1.key.text }) {
      if let position = positions[symbol] {
        wishes += goOn(position, symbol, at: time, isClosing: isClosing)
      } else if !isClosing, draws.uniform() < 0.3 {
        let order = entry(symbol, price, at: time)
        positions[symbol] = Position(entry: order, mark: time)
        wishes.append(.order(order))
      }
    }
    return wishes
  }

  private mutating func goOn(
    _ position: Position, _ symbol: Symbol, at time: Timestamp, isClosing: Bool
  ) -> [Wish] {
    if !position.isEntryDone {
      guard position.entry.kind == .limit, !position.isCanceled,
        isClosing || draws.uniform() < 0.3
      else { return [] }
      positions[symbol]?.isCanceled = true
      return [.cancel(Cancel(order: position.entry.id, symbol: symbol, reason: "old"))]
    }
    let wants = time >= patience && draws.uniform() < 0.4
    guard position.exit == nil, position.units > 0, isClosing || wants else { return [] }
    count += 1
    let exit = position.exit(id: "\(time.milliseconds)-\(count)")
    positions[symbol]?.exit = exit
    return [.order(exit)]
  }

  private mutating func entry(_ symbol: Symbol, _ price: Price, at time: Timestamp) -> Order {
    count += 1
    let id = "\(time.milliseconds)-\(count)"
    let worth = worth ?? 2 + draws.uniform() * (draws.uniform() < 0.1 ? 5_000 : 300)
    let isLimit = self.worth == nil && draws.uniform() < 0.4
    let offset = 1 - draws.uniform() * 0.003
    return Order(
      id: id, symbol: symbol, side: .buy, kind: isLimit ? .limit : .market,
      quantity: Quantity(rounding: worth / price.double) ?? 1,
      price: isLimit ? Price(rounding: price.double * offset) : nil, position: id,
      intent: .enter, reason: "r", reference: price,
      maxBars: isLimit && draws.uniform() < 0.5 ? 1 + draws.below(3) : nil)
  }

  mutating func hear(_ answer: Answer) {
    switch answer {
    case .order(let order):
      // Somebody else closes its position: its own exit is taken back.
      if positions[order.symbol]?.entry.position == order.position {
        positions[order.symbol]?.exit = order
      }
    case .fill(let fill):
      guard var position = positions[fill.symbol], position.entry.position == fill.position else {
        return
      }
      let base = String(fill.symbol.text.dropLast(4))
      position.units += fill.side == .buy ? fill.quantity.units : -fill.quantity.units
      if fill.feeAsset == base { position.units -= fill.fee.units }
      let isDone = fill.remaining == nil || fill.remaining == .zero
      if isDone, fill.order == position.entry.id { position.isEntryDone = true }
      let isClosed = isDone && fill.order == position.exit?.id
      positions[fill.symbol] = isClosed ? nil : position
    case .refusal(let refusal):
      guard case .order(let id) = refusal.subject, refusal.quantity == nil,
        var position = positions[refusal.symbol]
      else { return }
      if id == position.entry.id {
        position.isEntryDone = true
        positions[refusal.symbol] = position.units > 0 ? position : nil
      } else if id == position.exit?.id {
        // What could not be sold is dust; what was taken back is tried again.
        let isDust = refusal.reason == .market(.dust)
        position.exit = nil
        positions[refusal.symbol] = isDust ? nil : position
      }
    default: break
    }
  }
}
