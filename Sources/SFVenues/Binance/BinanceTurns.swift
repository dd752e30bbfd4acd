import SFBinanceOrders
import SFBroker
import SFCommands
import SFCore
import SFLedger
import SFRun
import SFWire

/// The venue at the exchange between its inputs, its answers and its ledger.
struct BinanceTurns: TurnTaker {
  private let options: BinanceVenueOptions
  private let ledger: Ledger?
  /// Makes the desk, and has it begin to talk to the exchange.
  private let open: (Header) throws -> (StageEntry, BinanceHouse)
  private var reading = OrderReading(Header())
  private var house: BinanceHouse?
  private(set) var done: TurnsDone?
  /// Whether the market has shown best prices.
  private var hasQuotes = false
  private var hasWarned = false

  init(
    _ options: BinanceVenueOptions, ledger: Ledger?, _ memory: BinanceMemory?,
    open: @escaping (Header) throws -> (StageEntry, BinanceHouse)
  ) {
    self.options = options
    self.ledger = ledger
    self.open = open
    done = memory?.done
  }

  var readsOfMarket: LineTypes { [.init(.bar), .init(.quote)] }

  mutating func bind(_ header: Header) throws -> StageEntry {
    reading = OrderReading(header)
    let (entry, house) = try open(header)
    self.house = house
    return entry
  }

  func recall(_ mark: Timestamp) throws -> [UInt8] { try ledger?.text(of: mark) ?? [] }

  mutating func answer(_ step: inout Step) throws {
    if !hasQuotes { hasQuotes = step.last(Quote.self) != nil }
    try house?.compose(&step)
  }

  mutating func keep(_ text: [UInt8], of step: borrowing Step) {
    house?.keep(LedgerPage.Answered(text, of: step))
  }

  mutating func take(_ orders: borrowing Step, _ market: inout Step) throws {
    var requests: [(VenueTurns.Request, LedgerPage.Intent?)] = []
    for request in reading.requests(orders) {
      guard case .order(let order) = request else {
        requests.append((request, nil))
        continue
      }
      if !hasQuotes, order.request.intent == .enter, !hasWarned {
        hasWarned = true
        market.warn(
          "the market has shown no best prices: nothing is bought before it does (--quotes)")
      }
      let quote = market.messages(of: Quote.self).last { $0.symbol == order.request.symbol }
      requests.append(
        (request, .init(order.request, at: market.ts, bid: quote?.bid, ask: quote?.ask)))
    }
    try house?.take(requests, at: market.ts)
  }

  /// What is under way is waited for, a while.
  mutating func finish(_ step: inout Step) throws {
    guard let house else { return }
    let clock = SystemClock()
    let deadline = clock.now + .seconds(15)
    var waits = WaitSet()
    while house.isWaiting, clock.now < deadline {
      _ = waits.wait(until: clock.now + .milliseconds(50), clock)
    }
    try house.compose(&step)
  }

  mutating func commit() throws { try house?.commit() }
}
