import SFCore
import SFExchange
import SFExchangeServer
import SFTestSupport

/// The exchange of a day: its market, its account and what goes wrong with it.
extension TradingDay {
  static func session(
    _ symbols: [SymbolTemplate], _ plan: inout DayPlan
  ) throws -> ExchangeSession {
    let shape = AmbientShape(
      spread: 0.0005, levels: 6, depth: plan.kind == .wild ? 200 : 10_000)
    var spot = SpotSettings()
    spot.ordersPer10Seconds = plan.orders
    var limits = APISettings()
    limits.weight = plan.weight
    let exchange = SpotExchange(
      SpotSetup(
        symbols: try symbols.map { .init(try SymbolRules($0.text), shape: shape) },
        accounts: [
          .init(
            SpotAccount(name: "ann", uid: 7), [("USDT", 20_000), ("AAA", 1), ("BBB", 0)])
        ],
        settings: spot))
    let key = ExchangeKey(
      text: "annKey", account: 0, signing: .hmac(secret: Array(secret.utf8)))
    let api = ExchangeAPI(
      exchange, keys: [key], KeyVerifier(), settings: limits,
      faults: FaultPlan(try plan.faults(), seed: plan.seed))
    let tape = RandomTape(
      seed: plan.seed,
      [
        .init(price: 100, tick: 0.01, step: 0.001), .init(price: 10, tick: 0.01, step: 0.001),
      ], from: DayPlan.start, every: 5_000, volatility: 0.001)
    guard let length = plan.kind.length else { return ExchangeSession(api, tape) }
    return ExchangeSession(
      api, CrashTape(tape, from: DayPlan.start + DayPlan.fall, within: length))
  }
}
