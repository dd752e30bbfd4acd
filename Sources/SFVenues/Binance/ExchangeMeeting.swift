import Logging
import SFBinance
import SFBinanceDesk
import SFBinanceOrders
import SFCore
import SFHTTP
import SFRun
import SFSocket
import SFTool

/// What must be known of an exchange before anything is traded there: its time, and the rules of the
/// symbols. It is waited for, as long as it takes.
struct ExchangeMeeting {
  let wire: ExchangeWire
  private let settings: ExchangeWire.Settings
  private let signer: RequestSigner?
  private let clock: SystemClock
  private let log: Logger

  /// Without a signer nothing is asked that has to be signed.
  init(
    _ settings: ExchangeWire.Settings, _ signer: RequestSigner?, _ clock: SystemClock, _ log: Logger
  ) throws {
    self.settings = settings
    self.signer = signer
    self.clock = clock
    self.log = log
    wire = try Self.wire(settings, signer, clock, withAccount: false, bell: nil)
  }

  /// The key of nobody, of who sends nothing that is signed.
  private static let nobody = RequestSigner(AccountKey("nobody", hmac: HiddenBytes("nothing")))

  private static func wire(
    _ settings: ExchangeWire.Settings, _ signer: RequestSigner?, _ clock: SystemClock,
    withAccount: Bool, bell: Int32?
  ) throws -> ExchangeWire {
    let socket =
      withAccount
      ? try WebSocketClient(certificates: settings.certificates, agent: settings.agent) : nil
    do throws(HTTPFailure) {
      return try ExchangeWire(
        settings, signer ?? nobody, socket: socket, stop: Interruption.descriptor, bell: bell, clock
      )
    } catch { throw HostError(.unavailable, error.reason) }
  }

  /// The rules of some symbols, all of which must be there.
  func rules(_ symbols: [Symbol]) throws -> [Symbol: TradingRules] {
    var patience: Moment? = clock.now + .seconds(5)
    while true {
      if let late = patience, clock.now >= late {
        log.warning("waits for the exchange at \(settings.addresses.rest)")
        patience = nil
      }
      let events = try wire.next(until: patience ?? clock.now + .seconds(5))
      if wire.isStopped {
        throw StageError(.tryAgain, "stopped before the exchange had answered")
      }
      for event in events {
        switch event {
        case .information(let information): return try checked(information, symbols)
        case .noInformation(let error):
          throw ConfigurationError(
            "--symbols", "are not all known to the exchange: \(error.text)")
        case .notice(let text): log.warning("\(text)")
        case .desk, .filterFailure: break
        }
      }
    }
  }

  private func checked(
    _ information: ExchangeInfo, _ symbols: [Symbol]
  ) throws -> [Symbol: TradingRules] {
    let rules: [Symbol: TradingRules]
    do throws(UnreadableAnswer) { rules = try TradingRules.all(information) } catch {
      throw HostError(.badData, "the exchange's rules cannot be read: \(error.reason)")
    }
    for symbol in symbols where rules[symbol] == nil {
      throw ConfigurationError("--symbols", "has \(symbol), which the exchange does not know")
    }
    return rules
  }

  /// What talks to the exchange from now on, and hears of the account.
  func connect(bell: Int32) throws -> ExchangeWire {
    let connected = try Self.wire(
      settings, signer, clock, withAccount: signer != nil, bell: bell)
    connected.takeTime(of: wire)
    return connected
  }
}

/// What would be sent, printed, and answered as nothing that was sent: nothing is owned, and nothing
/// is done.
struct DryRun {
  private let house: BinanceHouse

  init(_ house: BinanceHouse) { self.house = house }

  func carry(_ action: DeskAction) {
    let reply: (number: Int, ExchangeReply)
    switch action {
    case .change(let change, let number):
      print(change.text)
      reply = (number, .unsent("dry run"))
    case .ask(let query, let number):
      print("GET \(query.path) \(RequestSigner.payload(query.fields))")
      let body = query == .account ? #"{"uid":0,"balances":[]}"# : "[]"
      reply = (number, .answered(status: 200, body: Array(body.utf8), retryAfter: nil))
    case .answer, .alert: return
    }
    // Without a ledger nothing of it can fail.
    try? house.hear([.reply(reply.number, reply.1)])
  }
}
