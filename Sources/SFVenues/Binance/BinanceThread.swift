import Logging
import SFBinance
import SFBinanceDesk
import SFBinanceOrders
import SFCore
import SFRun
import SFWire

/// What talks to the exchange, in a thread of its own: carries out what the desk wants, and tells it
/// what comes of it.
final class BinanceThread {
  private let house: BinanceHouse
  private let wire: ExchangeWire
  private let clock: any Clock
  private let log: Logger
  /// Takes what would be sent, in place of sending it; `nil` where it is sent.
  private let onDryRun: ((DeskAction) -> Void)?
  private var thread: PosixThread?
  private var hasPrices = false

  /// How often it looks what persons have said.
  private static let look = TimeSpan.seconds(1)

  init(
    _ house: BinanceHouse, _ wire: ExchangeWire, _ clock: any Clock, _ log: Logger,
    onDryRun: ((DeskAction) -> Void)?
  ) {
    self.house = house
    self.wire = wire
    self.clock = clock
    self.log = log
    self.onDryRun = onDryRun
  }

  func start() throws {
    thread = try PosixThread { [self] in
      do { try loop() } catch {
        log.error("\((error as? any ReportableError)?.message ?? "\(error)")")
        house.fail(error)
      }
    }
  }

  /// Has it end, and waits for that.
  func end() {
    house.end()
    thread?.join()
  }

  private func loop() throws {
    while !house.mustEnd {
      wire.setTime(house.exchangeTime)
      for action in house.takeErrands() { carry(action) }
      for notice in house.takeNotices() { log.warning("\(notice)") }
      // Once at the start: what a fee was worth is asked for by nobody else.
      wire.wantsPrices = house.isAtWork || !hasPrices && onDryRun == nil
      let due = house.nextDue
      var heard = take(try wire.next(until: min(due, clock.now + Self.look)))
      if due <= clock.now { heard.append(.due) }
      try house.hear(heard)
      // Whoever is told to stop is not asked on: what is under way is asked for by who comes next.
      if wire.isStopped { return }
    }
  }

  private func carry(_ action: DeskAction) {
    if let onDryRun { return onDryRun(action) }
    switch action {
    case .change(let change, let number): wire.send(change, number)
    case .ask(let query, let number): wire.ask(query, number)
    case .answer, .alert: break
    }
  }

  private func take(_ events: [ExchangeWire.Event]) -> [DeskEvent] {
    var heard: [DeskEvent] = []
    for event in events {
      switch event {
      case .desk(let event):
        if case .best = event { hasPrices = true }
        heard.append(event)
      case .notice(let text): log.warning("\(text)")
      }
    }
    return heard
  }
}

extension TradingRules {
  /// Those of all symbols.
  static func all(
    _ information: ExchangeInfo
  ) throws(UnreadableAnswer) -> [Symbol: TradingRules] {
    var rules: [Symbol: TradingRules] = [:]
    for info in information.symbols ?? [] {
      let one = try TradingRules(info)
      rules[one.symbol] = one
    }
    return rules
  }
}
