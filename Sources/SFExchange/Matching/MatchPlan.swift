import SFCore

/// What an order would meet on the other side of the book, in order: made before anything happens,
/// so that what must not happen has not.
struct MatchPlan: Equatable {
  enum Step: Equatable {
    /// Those who are no accounts.
    case ambient(Price, Quantity)
    case order(Int64, Price, Quantity)
    /// An order of the same account, which expires in place of a fill.
    case prevented(Int64)
  }

  /// Why it ends.
  enum End: Equatable {
    /// All of the order is filled, or what is left of its money buys no step.
    case filled
    /// What stands next is beyond its price.
    case limit
    /// Nothing stands there any more.
    case liquidity
    /// An order of its own account stands next, and the one that comes expires.
    case selfTrade(with: Int64)
    /// What stands next is beyond the range in which orders are executed.
    case range
  }

  fileprivate(set) var steps: [Step] = []
  fileprivate(set) var quantity = Quantity.zero
  /// Σ over the fills of price × quantity, each down to eight decimals; in units of 10⁻⁸.
  fileprivate(set) var cost: Int128 = 0
  fileprivate(set) var end = End.liquidity
  fileprivate(set) var lastPrice: Price?

  /// What an account would need to have; `nil` beyond what anybody has.
  var affordableCost: AssetAmount? {
    cost <= Int128(AssetAmount.most.units) ? AssetAmount(units: Int64(cost)) : nil
  }

  fileprivate mutating func add(_ step: Step, _ price: Price, _ quantity: Quantity) {
    steps.append(step)
    self.quantity += quantity
    cost += (price * quantity).units / 100_000_000
    lastPrice = price
  }
}

/// Who comes to the book.
struct MatchTaker {
  /// `nil` for those who are no accounts.
  let account: Int?
  let side: Side
  /// `nil` for whatever it costs.
  let limit: Price?
  let size: SpotOrderRequest.Size
  let selfTrade: SelfTradeMode
}

extension SpotExchange {
  /// What a taker would meet now.
  func plan(_ taker: MatchTaker, in market: Int) -> MatchPlan {
    var walk = BookWalk(taker, markets[market], orders)
    return walk.run()
  }
}

/// One walk along the other side of a book.
private struct BookWalk {
  let taker: MatchTaker
  let market: SpotMarket
  let orders: OrderArchive
  /// What the price range is around: the mean of a minute.
  private let reference: Price?
  private let queue: OrderQueue
  private var ambient: ArraySlice<AmbientBook.Level>
  private var place = 0
  /// What was met of those who are no accounts, at the price of the walk.
  private var passed = (price: Price.zero, quantity: Quantity.zero)
  private var plan = MatchPlan()

  init(_ taker: MatchTaker, _ market: SpotMarket, _ orders: OrderArchive) {
    self.taker = taker
    self.market = market
    self.orders = orders
    queue = market.queue(taker.side.opposite)
    ambient = market.ambient.levels(taker.side.opposite)[...]
    reference = market.range == nil ? nil : market.mean(minutes: 1)
  }

  mutating func run() -> MatchPlan {
    while let price = nextPrice() {
      let wanted = wanted(at: price)
      if wanted == .zero {
        plan.end = .filled
        break
      }
      if let end = bound(at: price) ?? meet(price, wanted) {
        plan.end = end
        break
      }
    }
    if wantsNothing { plan.end = .filled }
    return plan
  }

  /// Why a price is not for the taker; `nil` where it is.
  private func bound(at price: Price) -> MatchPlan.End? {
    if let limit = taker.limit, market.queue(taker.side.opposite).isBetter(limit, than: price) {
      return .limit
    }
    if let range = market.range, let reference,
      !range.allows(price, taker.side, around: reference)
    {
      return .range
    }
    return nil
  }

  /// Whether all of an order by base quantity is filled.
  private var wantsNothing: Bool {
    if case .base(let quantity) = taker.size { return plan.quantity == quantity }
    return false
  }

  private func nextPrice() -> Price? {
    let order = place < queue.entries.count ? queue.entries[place].price : nil
    guard let level = ambient.first?.price else { return order }
    guard let order else { return level }
    return queue.isBetter(level, than: order) ? level : order
  }

  private func wanted(at price: Price) -> Quantity {
    switch taker.size {
    case .base(let quantity): return quantity - plan.quantity
    case .quote(let amount):
      let left = AssetAmount(units: Int64(Int128(amount.units) - plan.cost))
      return Quantity.affordable(left, at: price).floored(to: market.rules.step)
    }
  }

  /// Meets what stands at a price; says why the walk ends, if it does.
  private mutating func meet(_ price: Price, _ wanted: Quantity) -> MatchPlan.End? {
    if passed.price != price { passed = (price, .zero) }
    let entry = place < queue.entries.count ? queue.entries[place] : nil
    guard let entry, entry.price == price, let maker = orders[entry.id] else {
      meetAmbient(wanted)
      return nil
    }
    if let level = ambient.first, level.price == price, maker.ahead > passed.quantity {
      meetAmbient(min(wanted, maker.ahead - passed.quantity))
      return nil
    }
    if maker.account == taker.account, taker.selfTrade != .none {
      if taker.selfTrade.expiresMaker { plan.steps.append(.prevented(maker.id)) }
      place += 1
      return taker.selfTrade.expiresTaker ? .selfTrade(with: maker.id) : nil
    }
    let quantity = min(wanted, maker.remaining)
    plan.add(.order(maker.id, price, quantity), price, quantity)
    if quantity == maker.remaining { place += 1 }
    return nil
  }

  private mutating func meetAmbient(_ wanted: Quantity) {
    guard var level = ambient.first else { return }
    let quantity = min(wanted, level.quantity)
    plan.add(.ambient(level.price, quantity), level.price, quantity)
    passed.quantity += quantity
    level.quantity -= quantity
    if level.quantity == .zero {
      ambient.removeFirst()
    } else {
      ambient[ambient.startIndex] = level
    }
  }
}
