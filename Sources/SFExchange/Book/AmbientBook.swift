import SFCore

/// What those who are no accounts bid and ask: laid anew by each event of the market, eaten by
/// orders in between.
package struct AmbientBook: Equatable, Sendable {
  package struct Level: Equatable, Sendable {
    package let price: Price
    package internal(set) var quantity: Quantity

    package init(price: Price, quantity: Quantity) {
      self.price = price
      self.quantity = quantity
    }
  }

  /// The best first, on both sides.
  package private(set) var bids: [Level] = []
  package private(set) var asks: [Level] = []

  package func levels(_ side: Side) -> [Level] { side == .buy ? bids : asks }

  /// 0 where nothing stands.
  func quantity(_ side: Side, at price: Price) -> Quantity {
    levels(side).first { $0.price == price }?.quantity ?? .zero
  }

  /// Takes from a level; a level of which nothing is left goes.
  mutating func take(_ quantity: Quantity, _ side: Side, at price: Price) {
    func take(_ levels: inout [Level]) {
      guard let place = levels.firstIndex(where: { $0.price == price }) else { return }
      levels[place].quantity -= min(quantity, levels[place].quantity)
      if levels[place].quantity == .zero { levels.remove(at: place) }
    }
    if side == .buy { take(&bids) } else { take(&asks) }
  }

  /// The market as it traded: who bought met the best ask, who sold the best bid.
  mutating func lay(around print: TapePrint, _ shape: AmbientShape, _ rules: SymbolRules) {
    let gap = shape.gap(at: print.price, tick: rules.tick)
    let below = rules.floored(print.price)
    let above = below < print.price ? below + rules.tick : below
    let (bid, ask) = print.isTakerBuy ? (above - gap, above) : (below, below + gap)
    lay(bid: bid, ask: ask, gap: gap, shape, rules)
  }

  /// The market as it was quoted: the first levels are the quote's.
  mutating func lay(
    bid: Level, ask: Level, _ shape: AmbientShape, _ rules: SymbolRules
  ) {
    let gap = shape.gap(at: ask.price, tick: rules.tick)
    lay(bid: bid.price, ask: ask.price, gap: gap, shape, rules)
    if !bids.isEmpty { bids[0] = bid }
    if !asks.isEmpty { asks[0] = ask }
  }

  private mutating func lay(
    bid: Price, ask: Price, gap: Price, _ shape: AmbientShape, _ rules: SymbolRules
  ) {
    func side(from best: Price, by gap: Int64) -> [Level] {
      (0..<shape.levels).compactMap { level in
        let price = Price(units: best.units + Int64(level) * gap)
        guard price >= rules.tick else { return nil }
        return Level(
          price: price, quantity: shape.quantity(level: level, at: price, step: rules.step))
      }
    }
    bids = side(from: bid, by: -gap.units)
    asks = side(from: ask, by: gap.units)
  }
}

extension Price {
  static func + (a: Price, b: Price) -> Price { Price(units: a.units + b.units) }
  static func - (a: Price, b: Price) -> Price { Price(units: a.units - b.units) }
}
