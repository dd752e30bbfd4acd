import SFCore
import SFStrategy
import Testing

/// A trader and a venue that is a text: one line a mark.
///
///     100 rise  | entry 0.4@100 left 0.6; entry no canceled  | buy 1; open 0.4@100
///
/// Before the first bar stand the close of the bar, which is all of it, and a signal if there is one;
/// then what the venue answers at that mark; last what the trader is to write: orders, cancels,
/// positions. An answer names the newest order of its intent.
struct TraderScript {
  private var trader: Trader
  private var desk = SilentDesk()
  private var step = Step()
  private var minute: Int64 = 0
  private var newest: [Intent: Order] = [:]
  private var fills = 0

  init(exits: [String], lot: Lot = .finest, notional: String = "100") throws {
    let conditions = TradingConditions(
      costs: try Costs(slippage: 0, makerFee: 0, takerFee: 0),
      lots: LotTable([.init(symbol: "BTCUSDT", lot: lot), .init(symbol: "BNBUSDT", lot: lot)]))
    let rules = try exits.map { try exitCatalog.make($0).0 }
    let sizer = try sizerCatalog.make("fixed_notional:\(notional)").0
    trader = Trader(
      TraderRules(
        conditions, sizer: sizer, exits: ExitRules(rules)))
  }

  var book: Book { trader.book }

  /// Runs the lines of a script and says which of them came out differently.
  mutating func run(_ script: String) throws {
    for line in script.split(separator: "\n") where !line.allSatisfy(\.isWhitespace) {
      let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(Self.trimmed)
      let written = try mark(parts[0], parts[1].split(separator: ";").map(Self.trimmed))
      #expect(written == parts[2], "\(line)")
    }
  }

  private mutating func mark(_ market: String, _ answers: [String]) throws -> String {
    minute += 1
    let words = market.split(separator: " ").map(String.init)
    step.begin(Timestamp(milliseconds: minute * 60_000))
    take("BTCUSDT", try #require(Price(words[0])))
    take("BNBUSDT", 500)
    if words.count > 1 {
      let direction: SignalDirection = words[1] == "rise" ? .rise : .fall
      step.take(Signal(series: 0, detector: "test", direction: direction))
    }
    try trader.update(&step, try answers.map { try answer($0) }, &desk)
    for order in step.orders { newest[order.intent] = order }
    return summary
  }

  private mutating func take(_ symbol: Symbol, _ price: Price) {
    guard let interval = Interval("1m") else { preconditionFailure("an interval") }
    let series = step.series.index(of: Series(symbol: symbol, interval: interval))
    step.take(
      Bar(series: series, open: price, high: price, low: price, close: price, volume: 1))
  }

  /// `entry 0.4@100 left 0.6 fee 0.0004 BTC`, `exit no canceled`.
  private mutating func answer(_ text: String) throws -> Answer {
    let words = text.split(separator: " ").map(String.init)
    let order = try #require(newest[words[0] == "entry" ? .enter : .exit])
    if words[1] == "no" {
      return .refusal(
        Refusal(
          symbol: order.symbol, by: "venue", reason: RefusalReason(rawValue: words[2]),
          subject: .order(order.id)))
    }
    let traded = words[1].split(separator: "@")
    fills += 1
    var fill = Fill(
      id: "\(order.id)-\(fills)", order: order.id, symbol: order.symbol, side: order.side,
      price: try #require(Price(traded[1])), quantity: try #require(Quantity(traded[0])), fee: 0,
      position: order.position, liquidity: .taker, at: step.ts)
    if let place = words.firstIndex(of: "left") { fill.remaining = Quantity(words[place + 1]) }
    if let place = words.firstIndex(of: "fee") {
      fill.fee = try #require(Price(words[place + 1]))
      fill.feeAsset = place + 2 < words.count ? words[place + 2] : nil
    }
    return .fill(fill)
  }

  /// What was written, fills and refusals left out: they are the script's.
  private var summary: String {
    let cancels = step.messages(of: Cancel.self).map { "cancel \($0.reason)" }
    let orders = step.orders.map { "\($0.side) \($0.quantity)" }
    let positions = step.positions.map { position in
      guard let closing = position.closing else {
        return "open \(position.quantity)@\(position.entryPrice)"
      }
      let dust = position.dust.map { " dust \($0)" } ?? ""
      return "closed \(position.quantity)@\(closing.exitPrice) pnl \(closing.pnl)"
        + " fees \(closing.fees)\(dust)"
    }
    return (positions + cancels + orders).joined(separator: "; ")
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}

/// Takes orders and answers nothing at once, as between processes.
private struct SilentDesk: OrderDesk {
  mutating func place(_ order: Order, _ step: inout Step) -> [Answer] { [] }

  mutating func fill(
    _ order: Order, at level: Level, time: Timestamp, _ step: inout Step
  ) -> [Answer] { [] }

  mutating func cancel(_ cancel: Cancel, _ step: inout Step) -> [Answer] { [] }
}
