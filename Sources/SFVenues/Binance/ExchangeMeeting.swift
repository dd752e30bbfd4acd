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
  /// The rules as the exchange has said them.
  private(set) var information: [UInt8] = []
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
    wire.measure()
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

  /// Keeps still as long as the exchange has asked for before.
  func keepStill(for span: TimeSpan) { wire.keepStill(until: clock.now + span) }

  /// The rules of some symbols, all of which must be there; the time is known by then, too.
  mutating func rules(_ symbols: [Symbol]) throws -> [Symbol: TradingRules] {
    let information: ExchangeInfo
    switch try said(of: symbols) {
    case .failure(let error):
      throw ConfigurationError("--symbols", "are not all known to the exchange: \(error.text)")
    case .success(let body):
      self.information = body
      guard
        case .value(let value) = QueryVerdict(.answered(status: 200, body: body, retryAfter: nil))
      else { preconditionFailure("read before") }
      do throws(UnreadableAnswer) { information = try ExchangeInfo(value) } catch {
        throw HostError(.badData, "the exchange's rules cannot be read: \(error.reason)")
      }
    }
    return try checked(information, symbols)
  }

  /// Whether the exchange trades a symbol.
  func knows(_ symbol: Symbol) throws -> Bool {
    if case .success = try said(of: [symbol]) { return true }
    return false
  }

  private static let asking = 1
  /// From one question that is not answered to the next.
  private static let pause = TimeSpan.seconds(2)

  /// What the exchange says of symbols, or that it does not know one; it is asked until it answers.
  private func said(of symbols: [Symbol]) throws -> Result<[UInt8], UnknownSymbol> {
    var patience: Moment? = clock.now + .seconds(5)
    var due = Moment.past
    var said: Result<[UInt8], UnknownSymbol>?
    while true {
      if let said, wire.isMeasured { return said }
      if let late = patience, clock.now >= late {
        log.warning("waits for the exchange at \(settings.addresses.rest)")
        patience = nil
      }
      if said == nil, clock.now >= due {
        due = clock.now + Self.pause
        wire.ask(.information(symbols), Self.asking)
      }
      for event in try wire.next(until: min(patience ?? .never, said == nil ? due : .never)) {
        switch event {
        case .desk(.reply(Self.asking, let reply)): said = Self.read(reply)
        case .notice(let text): log.warning("\(text)")
        case .desk: break
        }
      }
      if wire.isStopped {
        throw StageError(.tryAgain, "stopped before the exchange had answered")
      }
    }
  }

  private struct UnknownSymbol: Error {
    let text: String
  }

  /// `nil` for what is to be asked again.
  private static func read(_ reply: ExchangeReply) -> Result<[UInt8], UnknownSymbol>? {
    guard case .answered(let status, let body, _) = reply else { return nil }
    if let error = ErrorReply(body), error.code == .invalidSymbol {
      return .failure(UnknownSymbol(text: error.text))
    }
    guard status == 200, case .value = QueryVerdict(reply) else { return nil }
    return .success(body)
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

  /// What talks to the exchange from now on, hears of the account, and of prices of some symbols.
  func connect(bell: Int32, prices: [Symbol]) throws -> ExchangeWire {
    var settings = settings
    settings.symbols = prices
    let connected = try Self.wire(
      settings, signer, clock, withAccount: signer != nil, bell: bell)
    connected.setTime(wire.time)
    return connected
  }
}
