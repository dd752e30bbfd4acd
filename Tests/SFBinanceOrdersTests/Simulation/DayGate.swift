import SFCore
import SFExchange
import SFRisk
import SFTestSupport

/// The gate of a day: it sees the market and what the venue answers, and lets orders through.
struct DayGate {
  private var gate: RiskGate
  private var step = Step()
  /// What the venue has said since the last mark.
  private var answers: [Answer] = []

  /// Rules as a session has them: sizes on every day, and a breaker on one on which the market falls.
  init(capital: Price, _ kind: DayPlan.Kind) throws {
    let specs =
      switch kind {
      case .wild: ["position:max_pct=0.3", "exposure:max=0.6", "rate:max=20,per=1m"]
      case .crash: ["exposure:max=1", "drawdown:max=0.12,action=flatten"]
      case .gap: ["position:max_pct=0.1", "exposure:max=0.2", "daily_loss:max=0.03"]
      }
    gate = RiskGate(
      try RiskRules(
        capital: capital, interval: Interval("15s"),
        rules: try specs.map { try riskRuleCatalog.make($0).0 }))
  }

  mutating func hear(_ answer: Answer) { answers.append(answer) }

  /// A mark with its closes: what the gate does by itself.
  mutating func mark(
    _ time: Timestamp, _ closes: [Symbol: Price]
  ) throws -> GateTurn {
    step.begin(time)
    guard let interval = Interval("15s") else { preconditionFailure("15s is an interval") }
    for (symbol, close) in closes.sorted(by: { $0.key.text < $1.key.text }) {
      let series = step.series.index(of: Series(symbol: symbol, interval: interval))
      step.take(
        Bar(series: series, open: close, high: close, low: close, close: close, volume: 1))
    }
    defer { answers = [] }
    return try gate.take(&step, answers) ?? GateTurn()
  }

  mutating func judge(_ order: Order, at time: Timestamp) throws -> GateAnswer {
    try gate.judge(order, at: time)
  }

  mutating func judge(_ cancel: Cancel, at time: Timestamp) -> Approved<Cancel>? {
    gate.judge(cancel, at: time)
  }
}

/// A market that falls by 40 %, within so many milliseconds.
struct CrashTape: MarketTape {
  private var tape: RandomTape
  private let begin: Timestamp
  private let length: Int64
  private static let depth = 0.4

  init(_ tape: RandomTape, from begin: Timestamp, within length: Int64) {
    (self.tape, self.begin, self.length) = (tape, begin, length)
  }

  mutating func next() -> MarketEvent? {
    guard case .traded(let print, let market) = tape.next() else { return nil }
    let part = min(1, max(0, Double(print.time - begin) / Double(length)))
    let cents = (print.price.double * (1 - Self.depth * part) * 100).rounded()
    return .traded(
      TapePrint(
        time: print.time, price: Price(rounding: cents / 100) ?? print.price,
        quantity: print.quantity, isTakerBuy: print.isTakerBuy && part == 0), market: market)
  }
}
