import SFBinance
import SFBinanceOrders
import SFExchange
import SFWire
import Testing

@_spi(Gate) import SFCore

/// An order that got no answer and is not found: what says that it was never there.
@Suite struct DeskSearchTests {
  /// A desk whose questions are answered by path; what changes something gets no answer.
  private struct Bench: DeskBench {
    private(set) var desk: BinanceDesk
    var time: Timestamp = "2026-01-05T00:00:00.000Z"
    private let lists: [String: String]
    private let information: String
    /// What the order is called that was sent.
    private var name = ""
    private(set) var refusals: [String] = []
    private(set) var questions: [String: Int] = [:]

    init(_ lists: [String: String]) throws {
      self.lists = lists
      let symbol = SymbolTemplate(base: "AAA", quote: "USDT", step: 0.001).text
      let text = JSONValue.object([.init(key: "symbols", value: .array([symbol]))])
      information = text.text
      let info = try ExchangeInfo(text)
      desk = BinanceDesk(
        DeskSettings(
          account: "ann", session: "day", quote: "USDT", capital: Money(10_000 as Price),
          rules: ["AAAUSDT": try TradingRules(try #require(info.symbols?.first))]))
      perform(desk.resume(at: time))
      hear(.best("AAAUSDT", .init(bid: 100, ask: 100)))
    }

    mutating func hear(_ event: DeskEvent) { perform(desk.take(event, at: time)) }

    mutating func buy() {
      let order = Order(
        id: "o", symbol: "AAAUSDT", side: .buy, quantity: 1, position: "o", intent: .enter,
        reason: "r", reference: 100)
      hear(.order(Approved(order), mark: time))
    }

    private mutating func perform(_ actions: [DeskAction]) {
      for action in actions {
        switch action {
        case .answer(.refusal(let refusal)): refusals.append(refusal.reason.rawValue)
        case .answer, .alert: break
        case .ask(let query, let number): hear(.reply(number, answer(query.path)))
        case .change(let change, let number):
          name = change.fields.first { $0.name == "newClientOrderId" }?.text ?? name
          hear(.reply(number, .nothing))
        }
      }
    }

    private mutating func answer(_ path: String) -> ExchangeReply {
      questions[path, default: 0] += 1
      let text: String
      switch path {
      case "/api/v3/time": text = "{\"serverTime\":\(time.milliseconds)}"
      case "/api/v3/exchangeInfo": text = information
      case "/api/v3/account": text = "{\"uid\":7,\"balances\":[]}"
      case "/api/v3/order":
        return .answered(
          status: 400, body: Array("{\"code\":-2013,\"msg\":\"Order does not exist.\"}".utf8),
          retryAfter: nil)
      default: text = lists[path]?.replacing("NAME", with: name) ?? "[]"
      }
      return .answered(status: 200, body: Array(text.utf8), retryAfter: nil)
    }
  }

  @Test(arguments: [
    ("[]", "[]", true),
    // What somebody else has there, whatever has become of it.
    (#"[{"clientOrderId":"web_1","status":"IN_DOUBT"}]"#, "[]", true),
    // What cannot be read may be it.
    ("{}", "[]", false), ("[]", "{}", false), (#"[{"orderId":1}]"#, "[]", false),
    ("[]", #"[{"id":1}]"#, false),
    (#"[{"clientOrderId":"NAME","status":"IN_DOUBT"}]"#, "[]", false),
  ])
  func `only lists that can be read prove that it was never there`(
    open: String, trades: String, isProven: Bool
  ) throws {
    var bench = try Bench(["/api/v3/openOrders": open, "/api/v3/myTrades": trades])
    bench.wait(100)
    bench.buy()
    bench.wait(19_000)
    #expect(bench.refusals == [])
    bench.wait(30_000)
    #expect(bench.refusals == (isProven ? ["never_accepted"] : []))
    // Who goes on asking does so, and not without a pause.
    let asked = try #require(bench.questions["/api/v3/order"])
    #expect(isProven ? asked == 8 : (20...60).contains(asked), "\(asked)")
  }
}
