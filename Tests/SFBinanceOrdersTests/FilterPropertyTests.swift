import SFBinance
import SFBinanceOrders
import SFCore
import SFExchange
import SFTestSupport
import SFWire
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The rules of a symbol, ours against the exchange's, in both directions: what ours lets through the
/// exchange takes, and what ours refuses the exchange refuses, by a rule that ours has named.
///
/// `SF_FILTER_SEEDS=100000` tries more.
@Suite struct FilterPropertyTests {
  private static let start: Timestamp = "2026-01-05T00:00:00.000Z"

  /// A market with random rules, an account with random orders, and orders to try.
  private struct Place {
    var draws: SplitMix64
    var exchange: SpotExchange
    let rules: TradingRules

    init(seed: UInt64) throws {
      draws = SplitMix64(state: seed &* 0x9E37_79B9_7F4A_7C15)
      let text = Self.symbol(&draws)
      let info = try ExchangeInfo(.object([.init(key: "symbols", value: .array([text]))]))
      rules = try TradingRules(try #require(info.symbols?.first))
      exchange = SpotExchange(
        SpotSetup(
          symbols: [.init(try SymbolRules(text), shape: AmbientShape(levels: 5, depth: 500))],
          accounts: [.init(SpotAccount(name: "a", uid: 1), [("USDT", 100_000), ("A", 40)])]))
      for minute in 0..<7 {
        let price = Price(rounding: 100 + draws.uniform() * 4) ?? 100
        exchange.take(
          TapePrint(
            time: FilterPropertyTests.start + Int64(minute) * 60_000, price: price,
            quantity: Quantity(rounding: 0.5 + draws.uniform()) ?? 1, isTakerBuy: true), in: 0)
      }
      for number in 0..<draws.below(4) { rest(number) }
    }

    private static func symbol(_ draws: inout SplitMix64) -> JSONValue {
      func amount(_ most: Double, _ step: Double) -> String {
        let value = (draws.uniform() * most / step).rounded() * step
        return (Price(rounding: value) ?? .zero).description
      }
      func filter(_ kind: String, _ rest: String) -> String {
        "{\"filterType\":\"\(kind)\",\(rest)}"
      }
      let minutes = draws.uniform() < 0.3 ? 0 : 5
      let kinds: [String] = [
        filter(
          "PRICE_FILTER",
          "\"minPrice\":\"\(amount(99, 0.01))\",\"maxPrice\":\"\(draws.uniform() < 0.2 ? "0" : amount(300, 1))\",\"tickSize\":\"\(["0", "0.01", "0.05", "0.3"][draws.below(4)])\""
        ),
        filter(
          "LOT_SIZE",
          "\"minQty\":\"\(amount(0.5, 0.1))\",\"maxQty\":\"\(draws.uniform() < 0.2 ? "0" : "\(1 + draws.below(19))")\",\"stepSize\":\"\(["0", "0.001", "0.02", "0.3"][draws.below(4)])\""
        ),
        filter(
          "MARKET_LOT_SIZE",
          "\"minQty\":\"\(amount(1, 0.1))\",\"maxQty\":\"\(draws.uniform() < 0.4 ? "0" : "\(1 + draws.below(9))")\",\"stepSize\":\"\(["0", "0.001", "0.1"][draws.below(3)])\""
        ),
        filter(
          "MIN_NOTIONAL",
          "\"minNotional\":\"\(amount(200, 1))\",\"applyToMarket\":\(draws.uniform() < 0.5),\"avgPriceMins\":\(minutes)"
        ),
        filter(
          "NOTIONAL",
          "\"minNotional\":\"\(amount(200, 1))\",\"applyMinToMarket\":\(draws.uniform() < 0.5),\"maxNotional\":\"\(200 + draws.below(1_000))\",\"applyMaxToMarket\":\(draws.uniform() < 0.5),\"avgPriceMins\":\(minutes)"
        ),
        draws.uniform() < 0.5
          ? filter(
            "PERCENT_PRICE",
            "\"multiplierUp\":\"\(1 + draws.uniform() * 0.1)\",\"multiplierDown\":\"\(1 - draws.uniform() * 0.1)\",\"avgPriceMins\":\(minutes)"
          )
          : filter(
            "PERCENT_PRICE_BY_SIDE",
            "\"bidMultiplierUp\":\"\(1 + draws.uniform() * 0.1)\",\"bidMultiplierDown\":\"\(1 - draws.uniform() * 0.1)\",\"askMultiplierUp\":\"\(1 + draws.uniform() * 0.1)\",\"askMultiplierDown\":\"\(1 - draws.uniform() * 0.1)\",\"avgPriceMins\":\(minutes)"
          ),
        filter("MAX_POSITION", "\"maxPosition\":\"\(amount(60, 0.5))\""),
        filter("MAX_NUM_ORDERS", "\"maxNumOrders\":\(1 + draws.below(4))"),
        filter("MAX_NUM_ALGO_ORDERS", "\"maxNumAlgoOrders\":\(draws.below(3))"),
      ]
      let chosen = kinds.filter { _ in draws.uniform() < 0.4 }.map(Self.eightPlaces)
      let text =
        "{\"symbol\":\"AUSDT\",\"status\":\"TRADING\",\"baseAsset\":\"A\",\"quoteAsset\":\"USDT\",\"filters\":[\(chosen.joined(separator: ","))]}"
      do {
        return try JSONValue(text: Array(text.utf8))
      } catch {
        preconditionFailure("a symbol is an object: \(text)")
      }
    }

    /// Decimals of a random number are cut to what the exchange has.
    private static func eightPlaces(_ text: String) -> String {
      text.replacing(#/(\d+\.\d{8})\d+/#) { "\($0.1)" }
    }

    /// An order of the account that stays open, by whatever rules.
    private mutating func rest(_ number: Int) {
      let isStop = draws.uniform() < 0.3
      let isBuy = !isStop && draws.uniform() < 0.6
      let request = SpotOrderRequest(
        symbol: "AUSDT", side: isBuy ? .buy : .sell, type: isStop ? .stopLoss : .limit,
        size: .base(Quantity(units: (1 + Int64(draws.below(20))) * 60_000_000)),
        price: isStop ? nil : isBuy ? 96 : 108, stopPrice: isStop ? 90 : nil,
        clientID: "r\(number)")
      // One that is refused is not there.
      _ = try? exchange.place(request, by: 0, at: exchange.time)
    }

    mutating func form() -> OrderForm {
      let cents = Double(8_000 + draws.below(4_000)) / 100
      let price = Price(rounding: draws.uniform() < 0.5 ? cents : cents.rounded()) ?? 100
      let trigger = Price(rounding: (80 + draws.uniform() * 15).rounded()) ?? 90
      let steps = [0.001, 0.01, 0.1, 0.5, 1][draws.below(5)]
      let quantity = Quantity(rounding: Double(1 + draws.below(24)) * steps) ?? 1
      let kinds: [OrderForm.Kind] = [
        .limitNow(price), .limit(price), .market, .stopLoss(trigger),
        .stopLossLimit(trigger: trigger, Price(units: trigger.units / 100 * 97)),
      ]
      let kind = kinds[draws.below(kinds.count)]
      let isSale = kind == .market ? draws.uniform() < 0.5 : false
      let sells: Bool
      switch kind {
      case .stopLoss, .stopLossLimit: sells = true
      default: sells = isSale || draws.uniform() < 0.5
      }
      return OrderForm(
        symbol: "AUSDT", side: sells ? .sell : .buy, kind: kind, quantity: quantity,
        clientID: "sfx")
    }

    /// What is known of market and account.
    var view: AccountView {
      var view = AccountView()
      view.mean = exchange.markets[0].mean(minutes: 5)
      view.last = exchange.markets[0].last
      let place = exchange.ledger.assets.firstIndex(of: "A") ?? 0
      view.base = Quantity(units: exchange.ledger.accounts[0].balances[place].total.units)
      for order in exchange.orders.openOrders(of: 0) {
        view.openOrders += 1
        if order.side == .buy { view.openBuys += order.remaining }
        if order.stopPrice != nil, !order.isWorking { view.openTriggers += 1 }
      }
      return view
    }

    /// By which rule the exchange refuses a form; `nil` for another reason or none.
    func refusal(_ form: OrderForm) -> SymbolFilter.Kind? {
      var exchange = exchange
      var request = SpotOrderRequest(
        symbol: "AUSDT", side: form.side, type: .limit, size: .base(form.quantity),
        price: form.price, clientID: form.clientID)
      switch form.kind {
      case .limitNow: request.timeInForce = .immediateOrCancel
      case .limit: break
      case .market: request.type = .market
      case .stopLoss(let trigger): (request.type, request.stopPrice) = (.stopLoss, trigger)
      case .stopLossLimit(let trigger, _):
        (request.type, request.stopPrice) = (.stopLossLimit, trigger)
      }
      do throws(SpotRefusal) {
        _ = try exchange.place(request, by: 0, at: exchange.time)
        return nil
      } catch {
        guard let kind = error.message.split(separator: "Filter failure: ").last,
          error.message.hasPrefix("Filter failure: ")
        else { return nil }
        return SymbolFilter.Kind(rawValue: String(kind))
      }
    }
  }

  private static var seeds: Int {
    getenv("SF_FILTER_SEEDS").flatMap { Int(String(cString: $0)) } ?? 60
  }

  @Test func `ours and the exchange's agree`() throws {
    var (taken, refused) = (0, Set<SymbolFilter.Kind>())
    for seed in 1...Self.seeds {
      var place = try Place(seed: UInt64(seed))
      let view = place.view
      for _ in 0..<8 {
        let form = place.form()
        let broken = place.rules.broken(by: form, view)
        let theirs = place.refusal(form)
        if let theirs {
          #expect(broken.contains(theirs), "seed \(seed): \(form) breaks \(theirs.rawValue)")
          refused.insert(theirs)
        } else {
          #expect(broken == [], "seed \(seed): the exchange takes \(form)")
          taken += 1
        }
      }
    }
    // A test that refuses nothing, or all, shows nothing.
    #expect(taken > Self.seeds / 2 && refused.count >= 8, "\(taken) \(refused)")
  }

  @Test func `what is priced is taken`() throws {
    var sent = 0
    for seed in 1...Self.seeds {
      var place = try Place(seed: UInt64(seed))
      guard let bid = place.exchange.markets[0].best(.buy),
        let ask = place.exchange.markets[0].best(.sell)
      else { continue }
      let best = OrderPricing.Best(bid: bid, ask: ask)
      for attempt in 1...8 {
        let quantity = Quantity(rounding: place.draws.uniform() * 12) ?? 1
        let isExit = place.draws.uniform() < 0.5
        let order = Order(
          id: "o", symbol: "AUSDT", side: isExit ? .sell : .buy, quantity: quantity, position: "o",
          intent: isExit ? .exit : .enter, reason: "r", reference: bid)
        let priced =
          isExit
          ? OrderPricing().exit(
            order, quantity, place.rules, best, attempt: attempt, clientID: "sfx", place.view)
          : OrderPricing().entry(
            order, quantity, place.rules, best, free: Money(10_000 as Price), clientID: "sfx",
            place.view)
        guard case .form(let form) = priced else { continue }
        sent += 1
        let theirs = place.refusal(form)
        let leftToIt: [SymbolFilter.Kind] = [.maxNumOrders, .minNotional, .notional]
        if isExit, let theirs, leftToIt.contains(theirs) {
          // Of the account's orders, and of a mean that is above the bid, only the exchange knows. But
          // none of it says that it is too much.
          let less = OrderForm(
            symbol: form.symbol, side: form.side, kind: form.kind,
            quantity: place.rules.floored(Quantity(units: form.quantity.units / 2)),
            clientID: form.clientID)
          #expect(
            place.refusal(less) != nil || less.quantity == .zero,
            "seed \(seed): \(form) breaks \(theirs.rawValue), and half of it nothing")
          continue
        }
        #expect(theirs == nil, "seed \(seed): \(form) breaks \(theirs?.rawValue ?? "")")
      }
    }
    #expect(sent > Self.seeds)
  }
}
