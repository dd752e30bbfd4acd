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
      wire.measure()
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
    return ClientID.killPrefix
      + String((0..<ClientID.killLength).map { _ in letters[Int.random(in: 0..<letters.count)] })
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
  private var information: [Symbol: TradingRules] = [:]
  /// Whose rules and price are wanted, and when to ask for the rules.
  private var wanted: (symbol: Symbol, due: Moment)?

  private enum Asked { case orders, account, cancel, sale, rules }

  /// From one question for rules that is not answered to the next.
  private static let pause = TimeSpan.seconds(2)

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
      askForRules()
      let wake = min(again ?? .never, wanted?.due ?? .never)
      for action in try actions + hear(try wire.next(until: actions.isEmpty ? wake : .past)) {
        switch action {
        case .done: return true
        case .pause(let milliseconds): again = clock.now + TimeSpan(milliseconds: milliseconds)
        case .ask(let query):
          wire.ask(query, note(query == .account ? .account : .orders))
        case .change(let change):
          wire.send(change, note(change.method == .post ? .sale : .cancel))
        case .rules(let symbol):
          wanted = (symbol, .past)
          wire.settings.symbols = [symbol]
        }
      }
      if wire.isStopped { return false }
    }
  }

  private mutating func askForRules() {
    guard let (symbol, due) = wanted, information[symbol] == nil, clock.now >= due else { return }
    wanted?.due = clock.now + Self.pause
    wire.ask(.information([symbol]), note(.rules))
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
        case .rules: actions += learn(reply)
        }
      case .desk(.best(let symbol, let best)):
        guard symbol == wanted?.symbol, let rules = information[symbol] else { continue }
        actions += settle(symbol, .init(rules: rules, best: best))
      case .notice(let text): log.warning("\(text)")
      case .desk: break
      }
    }
    return actions
  }

  /// Of a symbol that is wanted: its rules, and then its price.
  private mutating func learn(_ reply: ExchangeReply) -> [KillPlan.Action] {
    guard let (symbol, _) = wanted, case .answered(_, let body, _) = reply else { return [] }
    if ErrorReply(body)?.code == .invalidSymbol { return settle(symbol, nil) }
    guard case .value(let value) = QueryVerdict(reply) else { return [] }
    do throws(UnreadableAnswer) {
      information.merge(try TradingRules.all(try ExchangeInfo(value))) { $1 }
    } catch {
      log.warning("the exchange's rules cannot be read: \(error.reason)")
    }
    wanted?.due = .never
    wire.wantsPrices = true
    wire.refreshPrices()
    return []
  }

  private mutating func settle(_ symbol: Symbol, _ market: KillPlan.Market?) -> [KillPlan.Action] {
    wanted = nil
    wire.wantsPrices = false
    wire.settings.symbols = []
    return plan.learned(symbol, market)
  }
}
