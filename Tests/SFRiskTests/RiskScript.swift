import SFCore
import SFRisk
import SFTestSupport
import Testing

/// A gate and a market that is a text: one line a mark, with the expected verdicts in the last column.
///
///     A=100 B=50      | buy A 5; say halt  | control halted; no control halted
///     +30 A=90        | exit A             | drawdown reducing; out A drawdown; yes
///
/// First the minutes since the last mark, 1 if left out, and bars and quotes of symbols; then what
/// the trader asks for and a person says; last alerts, cancels and exits of the gate's own, and a
/// verdict for each order. Whatever is approved fills at the next bar of its symbol; limits rest.
struct RiskScript {
  private(set) var gate: RiskGate
  private var step = Step()
  private var ts: Timestamp = "2026-01-05T09:30:00.000Z"
  private var waiting: [Order] = []
  private var canceled: [Cancel] = []
  private var number = 0
  /// Whether the gate is saved and read again behind each mark.
  var isResumed = false

  init(_ rules: [any RiskRule], capital: Price = 1_000, lots: LotTable? = nil) throws {
    gate = RiskGate(
      try RiskRules(capital: capital, interval: Interval("1m"), lots: lots, rules: rules))
  }

  init(_ specs: String..., capital: Price = 1_000, lots: LotTable? = nil) throws {
    try self.init(
      try specs.map { try riskRuleCatalog.make($0).0 }, capital: capital, lots: lots)
  }

  /// Runs the lines of a script and says which of them came out differently, also when the gate is
  /// stopped and resumed at every mark.
  func check(_ script: String) throws {
    for isResumed in [false, true] {
      var copy = self
      copy.isResumed = isResumed
      try copy.run(script)
    }
  }

  mutating func run(_ script: String) throws {
    for line in script.split(separator: "\n") where !line.allSatisfy(\.isWhitespace) {
      let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(Self.trimmed)
      try #require(parts.count == 3, "\(line)")
      let asked = parts[1].split(separator: ";").map(Self.trimmed)
      #expect(try mark(parts[0], asked) == parts[2], "\(line)")
    }
  }

  static func symbol(_ letter: some StringProtocol) -> Symbol { Symbol("\(letter)USDT") ?? "X" }

  // MARK: A mark

  private mutating func mark(_ market: String, _ asked: [String]) throws -> String {
    var words = market.split(separator: " ").map(String.init)
    var minutes: Int64 = 1
    if let first = words.first, first.hasPrefix("+") {
      minutes = Int64(first) ?? 1
      words.removeFirst()
    }
    ts = ts + minutes * 60_000
    step.begin(ts)
    for word in words { try take(word) }
    if isResumed { gate = try Checkpoint.resumed(gate) }
    let says = asked.filter { $0.hasPrefix("say ") }
    let turn = try gate.take(&step, answers(), try says.map(control)) ?? GateTurn()
    var verdicts = turn.alerts.map { "\($0.rule) \($0.state)" }
    verdicts += turn.cancels.map { "cancel \(Self.letter($0.request.symbol))" }
    canceled += turn.cancels.map(\.request)
    for order in turn.orders.map(\.request) {
      verdicts.append("out \(Self.letter(order.symbol)) \(order.reason.dropFirst(5))")
      waiting.append(order)
    }
    number = 0
    for request in asked where !request.hasPrefix("say ") {
      verdicts.append(try judge(try order(request)))
    }
    return verdicts.joined(separator: "; ")
  }

  /// `A=100`, or `A=99/101` for a quote.
  private mutating func take(_ word: String) throws {
    let pair = word.split(separator: "=")
    let prices = try pair[1].split(separator: "/").map { try #require(Price($0)) }
    let symbol = Self.symbol(pair[0])
    guard prices.count == 1 else {
      return step.take(
        Quote(
          symbol: symbol, bid: prices[0], bidQuantity: 1, ask: prices[1], askQuantity: 1, at: ts))
    }
    let interval = try #require(Interval("1m"))
    let series = step.series.index(of: Series(symbol: symbol, interval: interval))
    step.take(
      Bar(
        series: series, open: prices[0], high: prices[0], low: prices[0], close: prices[0],
        volume: 1))
  }

  /// `say pause AUSDT`.
  private func control(_ text: String) throws -> Control {
    let words = text.split(separator: " ").map(String.init)
    return Control(
      action: try #require(Control.Action(rawValue: words[1])),
      target: words.count > 2 ? words[2] : nil, reason: "test", who: "me")
  }

  private mutating func judge(_ order: Order) throws -> String {
    let answer = try gate.judge(order, at: ts)
    if let approved = answer.approved { waiting.append(approved.request) }
    guard !answer.refusals.isEmpty else { return "yes" }
    return answer.refusals.map { refusal in
      let rule = refusal.by.dropFirst(5)
      return refusal.quantity.map { "cut \($0) \(rule)" } ?? "no \(rule) \(refusal.reason)"
    }
    .joined(separator: ", ")
  }

  // MARK: Orders and fills

  /// `buy A 5`, `sell A 5 @ 99`, `buy A 5 by x`, `exit A`, which is the oldest that does not close.
  private mutating func order(_ text: String) throws -> Order {
    let words = text.split(separator: " ").map(String.init)
    let symbol = Self.symbol(words[1])
    let series = try #require(gate.market.markets.series(of: symbol))
    number += 1
    let id = "\(ts.milliseconds)-\(number)"
    let close = gate.market.markets.closes[series]
    guard words[0] != "exit" else {
      let position = try #require(
        gate.book.positions.first { $0.symbol == symbol && !$0.isClosing })
      return Order(
        id: id, symbol: symbol, side: position.direction.exitSide, quantity: position.quantity,
        position: position.id, intent: .exit, reason: "test", reference: close)
    }
    let limit = words.firstIndex(of: "@").map { Price(words[$0 + 1]) } ?? nil
    return Order(
      id: id, symbol: symbol, side: words[0] == "buy" ? .buy : .sell,
      kind: limit == nil ? .market : .limit, quantity: try #require(Quantity(words[2])),
      price: limit, position: id, intent: .enter, reason: "test",
      detector: words.firstIndex(of: "by").map { words[$0 + 1] } ?? "test", reference: close)
  }

  /// What the venue says to what waits, at the opens of the mark.
  private mutating func answers() -> [Answer] {
    var answers: [Answer] = canceled.map {
      .refusal(
        Refusal(
          symbol: $0.symbol, by: "venue", reason: "canceled", subject: .order($0.order)))
    }
    waiting.removeAll { order in canceled.contains { $0.order == order.id } }
    canceled = []
    var rest: [Order] = []
    for order in waiting {
      guard order.price == nil,
        let bar = step.bars.first(where: { step.series[$0.series].symbol == order.symbol })
      else {
        rest.append(order)
        continue
      }
      answers.append(
        .fill(
          Fill(
            id: order.id + "-1", order: order.id, symbol: order.symbol, side: order.side,
            price: bar.open, quantity: order.quantity, fee: 0, position: order.position,
            liquidity: .taker, at: ts + -60_000)))
    }
    waiting = rest
    return answers
  }

  private static func letter(_ symbol: Symbol) -> String { String(symbol.text.prefix(1)) }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
