import ArgumentParser
import Logging
import SFBinance
import SFBinanceDesk
import SFBinanceOrders
import SFCommands
import SFCore
import SFHTTP
import SFLedger
import SFRun
import SFTool

/// `sf-broker kill`: nothing of an account works any more, whatever else is alive.
struct BinanceKillCommand: ToolCommand {
  static let examples = [
    Example(
      "All open orders of an account, and all that it has",
      "sf-broker kill --account key --flatten"),
    Example(
      "The bitcoins alone, at the real exchange, and its session stays halted",
      "sf-broker kill --account key --venue live --flatten --assets BTC --ledger live"),
  ]

  static let configuration = toolConfiguration(
    "sf-broker kill", "Cancels all open orders of an account, and sells what it has.",
    more: """
      It needs the key and the exchange, and nothing of a session: no ledger, no
      store, no other process. It goes on until the exchange shows nothing more, for
      as long as that takes. With --ledger the venue of that session is told to halt
      first, so that it orders nothing anew.

      All orders of the account are meant, also those that nobody of ours has sent.
      """)

  @Flag(help: "Sell all that the account has, at the market.")
  var flatten = false

  @Option(help: ArgumentHelp("With --flatten: these assets alone.", valueName: "assets"))
  var assets: String?

  @Option(help: ArgumentHelp("With --flatten: for what to sell.", valueName: "asset"))
  var quote = "USDT"

  @Option(
    help: ArgumentHelp(
      "The ledger, or the directory of a session, whose venue is to halt.", valueName: "file"))
  var ledger: String?

  @OptionGroup(title: "Exchange") var place: BinancePlaceOptions
  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  func validate() throws {
    if assets != nil, !flatten { throw ValidationError("--assets goes with --flatten") }
  }

  func run(_ log: Logger) throws -> ExitStatus {
    let signer = try place.signer()
    try Interruption.install(grace: 5)
    halt(log)
    let wire: ExchangeWire
    do throws(HTTPFailure) {
      wire = try ExchangeWire(
        place.wire, signer, socket: nil, stop: Interruption.descriptor, bell: nil, SystemClock())
    } catch { throw HostError(.unavailable, error.reason) }
    let sale =
      flatten
      ? KillPlan.Sale(
        quote: quote, assets: assets.map { Set($0.split(separator: ",").map(String.init)) }) : nil
    let plan = KillPlan(sale, window: place.recvWindow.milliseconds + 1_000) { Self.clientID() }
    var run = KillRun(plan, wire, log)
    guard try run.run() else { return Interruption.exitStatus }
    print("canceled \(run.plan.canceled) orders")
    for (symbol, quantity) in run.plan.sold.sorted(by: { $0.key < $1.key }) {
      print("sold \(quantity) of \(symbol)")
    }
    return .done
  }

  /// What cannot be told does not keep anything from being canceled.
  private func halt(_ log: Logger) {
    guard let ledger else { return }
    do {
      try Ledger(LedgerPlace.path(of: ledger), .person).say(
        Control(action: .halt, reason: "sf-broker kill", who: "kill"), wall: SystemClock().time)
    } catch {
      log.warning(
        "the venue is not told: \((error as? any ReportableError)?.message ?? "\(error)")")
    }
  }

  private static func clientID() -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
    return "sfk" + String((0..<23).map { _ in letters[Int.random(in: 0..<letters.count)] })
  }
}

/// Carries a plan out.
struct KillRun {
  private(set) var plan: KillPlan
  private let wire: ExchangeWire
  private let log: Logger
  private let clock = SystemClock()
  private var asked: [Int: Asked] = [:]
  private var number = 0
  /// What was wanted before the time is known waits for it.
  private var information: [Symbol: TradingRules] = [:]
  private var wanted: Symbol?

  private enum Asked { case orders, account, cancel, sale }

  init(_ plan: KillPlan, _ wire: ExchangeWire, _ log: Logger) {
    self.plan = plan
    self.wire = wire
    self.log = log
  }

  /// `false` when it was told to stop.
  mutating func run() throws -> Bool {
    while !wire.isMeasured {
      for case .notice(let text) in try wire.next(until: clock.now + .seconds(5)) {
        log.warning("\(text)")
      }
      if wire.isStopped { return false }
    }
    var again: Moment? = clock.now
    while true {
      var actions: [KillPlan.Action] = []
      if let due = again, clock.now >= due {
        again = nil
        actions = plan.begin()
      }
      for action in try actions
        + hear(try wire.next(until: actions.isEmpty ? again ?? .never : .past))
      {
        switch action {
        case .done: return true
        case .pause(let milliseconds): again = clock.now + TimeSpan(milliseconds: milliseconds)
        case .ask(let query):
          wire.ask(query, note(query == .account ? .account : .orders))
        case .change(let change):
          wire.send(change, note(change.method == .post ? .sale : .cancel))
        case .rules(let symbol):
          wanted = symbol
          wire.settings.symbols = [symbol]
          wire.wantsPrices = true
          wire.refresh()
        }
      }
      if wire.isStopped { return false }
    }
  }

  private mutating func note(_ question: Asked) -> Int {
    number += 1
    asked[number] = question
    return number
  }

  private mutating func hear(_ events: [ExchangeWire.Event]) throws -> [KillPlan.Action] {
    var actions: [KillPlan.Action] = []
    for event in events {
      switch event {
      case .desk(.reply(let number, let reply)):
        guard let question = asked.removeValue(forKey: number) else { continue }
        switch question {
        case .orders: actions += try plan.listed(reply)
        case .account: actions += try plan.account(reply)
        case .cancel: actions += try plan.changed(reply, isSale: false)
        case .sale: actions += try plan.changed(reply, isSale: true)
        }
      case .desk(.best(let symbol, let best)):
        guard symbol == wanted, let rules = information[symbol] else { continue }
        actions += settle(symbol, .init(rules: rules, best: best))
      case .information(let all):
        do throws(UnreadableAnswer) { information.merge(try TradingRules.all(all)) { $1 } } catch {
          log.warning("the exchange's rules cannot be read: \(error.reason)")
        }
        // Prices that came before are asked for again.
        if wanted != nil { wire.refreshPrices() }
      case .noInformation: if let symbol = wanted { actions += settle(symbol, nil) }
      case .notice(let text): log.warning("\(text)")
      case .filterFailure, .desk: break
      }
    }
    return actions
  }

  private mutating func settle(_ symbol: Symbol, _ market: KillPlan.Market?) -> [KillPlan.Action] {
    wanted = nil
    wire.wantsPrices = false
    wire.settings.symbols = []
    return plan.learned(symbol, market)
  }
}
