import SFBinance
import SFBinanceOrders
import SFExchange
import SFExchangeServer
import SFTestSupport
import SFWire
import Testing

@_spi(Gate) import SFCore

/// What waits at the exchange while a position is held.
@Suite struct ProtectionTests {
  /// A desk and an exchange that answers at once.
  private struct Bench: DeskBench {
    private(set) var session: ExchangeSession
    private(set) var desk: BinanceDesk
    private(set) var answers: [String] = []
    private let signer: RequestSigner
    var time: Timestamp = "2026-01-05T00:00:00.000Z"

    /// A market that stands still: what moves it are the prints of a test.
    private struct Still: MarketTape {
      mutating func next() -> MarketEvent? { nil }
    }

    init(protect: Ratio, withoutStops: Bool = false) throws {
      var text = SymbolTemplate(base: "AAA", quote: "USDT", step: 0.001).text
      if withoutStops {
        text = .object(
          (text.members ?? []).map {
            $0.key == "orderTypes"
              ? .init(
                key: $0.key,
                value: .array(["LIMIT", "MARKET", "STOP_LOSS_LIMIT"].map { .string($0) })) : $0
          })
      }
      let exchange = SpotExchange(
        SpotSetup(
          symbols: [
            .init(
              try SymbolRules(text), shape: AmbientShape(spread: 0.0005, levels: 20, depth: 10_000))
          ],
          accounts: [.init(SpotAccount(name: "ann", uid: 7), [("USDT", 20_000), ("AAA", 1)])]))
      let key = ExchangeKey(
        text: "annKey", account: 0, signing: .hmac(secret: Array("secret".utf8)))
      session = ExchangeSession(ExchangeAPI(exchange, keys: [key], KeyVerifier()), Still())
      signer = RequestSigner(AccountKey("annKey", hmac: HiddenBytes("secret")))
      let info = try ExchangeInfo(.object([.init(key: "symbols", value: .array([text]))]))
      let rules = try TradingRules(try #require(info.symbols?.first))
      var settings = DeskSettings(
        account: "ann", session: "day", quote: "USDT", capital: Money(10_000 as Price),
        rules: ["AAAUSDT": rules])
      settings.protect = protect
      desk = BinanceDesk(settings)
      session.advance(to: time)
      move(to: 100)
      perform(desk.resume(at: time))
    }

    mutating func move(to price: Price) {
      time = time + 1_000
      session.take(
        .traded(
          TapePrint(time: time, price: price, quantity: 0.001, isTakerBuy: false), market: 0))
      let market = session.api.exchange.markets[0]
      guard let bid = market.best(.buy), let ask = market.best(.sell) else { return }
      hear(.best("AAAUSDT", .init(bid: bid, ask: ask)))
    }

    mutating func hear(_ event: DeskEvent) { perform(desk.take(event, at: time)) }

    private mutating func perform(_ actions: [DeskAction]) {
      for action in actions {
        switch action {
        case .answer(.fill(let fill)):
          answers.append("\(fill.side.rawValue) \(fill.quantity) \(fill.position) by \(fill.order)")
        case .answer(.order(let order)): answers.append("order \(order.id)")
        case .answer(.refusal(let refusal)): answers.append("no: \(refusal.reason)")
        case .answer, .alert: break
        case .ask(let query, let number):
          let text = query.signed(by: signer, at: time, receiveWindow: 5_000)
          send(
            APIRequest(method: "GET", path: query.path, query: text, key: signer.header), number)
        case .change(let change, let number):
          let form = change.signed(by: signer, at: time, receiveWindow: 5_000).take()
          let isPost = change.method == .post
          send(
            APIRequest(
              method: change.method.rawValue, path: change.path, query: isPost ? "" : form,
              body: isPost ? form : "", key: signer.header), number)
        }
      }
    }

    private mutating func send(_ request: APIRequest, _ number: Int) {
      time = time + 1
      _ = session.receive(request, at: time)
      for answer in session.takeAnswers() {
        let reply = answer.answered.reply
        hear(.reply(number, .answered(status: reply.status, body: reply.body, retryAfter: nil)))
      }
    }

    mutating func buy(_ id: String, _ quantity: Quantity) {
      let order = Order(
        id: id, symbol: "AAAUSDT", side: .buy, quantity: quantity, position: id, intent: .enter,
        reason: "r", reference: 100)
      hear(.order(Approved(order), mark: time))
    }

    mutating func sell(_ id: String, _ quantity: Quantity, of position: String) {
      let order = Order(
        id: id, symbol: "AAAUSDT", side: .sell, quantity: quantity, position: position,
        intent: .exit, reason: "r", reference: 100)
      hear(.order(Approved(order), mark: time))
    }

    /// Open orders: type, quantity, trigger.
    var open: [String] {
      session.api.exchange.orders.openOrders(of: 0).map { order in
        "\(order.type.rawValue) \(order.quantity) \(order.stopPrice.map { "\($0)" } ?? "-")"
          + (order.price.map { " \($0)" } ?? "")
      }
    }

    /// What the account has of the base asset beyond what it began with.
    var held: Quantity {
      let exchange = session.api.exchange
      let place = exchange.ledger.assets.firstIndex(of: "AAA") ?? 0
      return Quantity(
        units: exchange.ledger.accounts[0].balances[place].total.units - 100_000_000)
    }
  }

  @Test func `all that is held is covered, and moved with it`() throws {
    var bench = try Bench(protect: 0.1)
    bench.buy("a", 2)
    bench.wait(1_000)
    #expect(bench.open == ["STOP_LOSS 1.998 90.04"])
    bench.move(to: 102)
    bench.buy("b", 3)
    bench.wait(1_000)
    // Below the lowest entry; one order of the symbol.
    #expect(bench.open == ["STOP_LOSS 4.995 90.04"])
    bench.sell("x", 1.998, of: "a")
    bench.wait(1_000)
    #expect(bench.open.count == 1 && bench.open[0].hasPrefix("STOP_LOSS 2.997 91.8"))
    #expect(bench.held == 2.997)
    bench.sell("y", 2.997, of: "b")
    bench.wait(2_000)
    #expect(bench.open == [] && bench.held == 0)
  }

  @Test func `what it sells closes the oldest first, and is not sold again`() throws {
    var bench = try Bench(protect: 0.1)
    bench.buy("z", 2)
    bench.buy("b", 3)
    bench.wait(1_000)
    bench.move(to: 88)
    #expect(bench.open == [] && bench.held == 0)
    bench.sell("x", 1.998, of: "z")
    bench.hear(.connected)
    bench.wait(5_000)
    let sales = bench.answers.filter { $0.hasPrefix("sell") }
    #expect(bench.held == 0, "\(bench.answers)")
    #expect(sales.first?.hasPrefix("sell 1.998 z by") == true, "\(bench.answers)")
    #expect(sales.last?.hasPrefix("sell 2.997 b by protect-") == true, "\(bench.answers)")
  }

  @Test func `where no sale at the market can wait, a limit does`() throws {
    var bench = try Bench(protect: 0.1, withoutStops: true)
    bench.buy("a", 2)
    bench.wait(1_000)
    #expect(bench.open == ["STOP_LOSS_LIMIT 1.998 90.04 85.53"])
  }

  @Test func `a trigger that the price has passed sells at once`() throws {
    var bench = try Bench(protect: 0.1)
    bench.buy("a", 2)
    bench.move(to: 80)
    bench.wait(3_000)
    #expect(bench.open == [] && bench.held == 0, "\(bench.answers)")
    #expect(bench.answers.contains { $0.hasPrefix("order protect-") })
  }
}
