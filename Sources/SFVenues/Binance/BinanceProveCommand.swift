import ArgumentParser
import Logging
import SFBinance
import SFBinanceDesk
import SFBinanceOrders
import SFCommands
import SFCore
import SFHTTP
import SFRun
import SFTool
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `sf-broker prove`: shows that orders work from here, where no money is at stake.
struct BinanceProveCommand: ToolCommand {
  static let examples = [
    Example(
      "At the testnet, for live trading to ask for",
      "sf-broker prove --account testnet.key --write testnet.json")
  ]

  static let configuration = toolConfiguration(
    "sf-broker prove", "Shows at a testnet that orders work from here, and writes that down.",
    more: """
      It trades a little of one symbol by sf-broker binance, as a session does: a
      purchase that fills, an order that is refused, one that is taken back; it kills
      the venue while a sale is under way, has another go on where it was, and takes
      an order away from outside, of which user data must tell. The file is what
      sf-broker binance --venue live --testnet asks for.
      """)

  @Option(help: "What to trade.")
  var symbol = "BTCUSDT"

  @Option(
    help: ArgumentHelp("What the purchase is to cost, in quote currency.", valueName: "amount"))
  var cost = "50"

  @Option(help: ArgumentHelp("Write the proof to this file.", valueName: "file"))
  var write: String

  @Option(help: ArgumentHelp("How long each step may take.", valueName: "time"))
  var patience = TimeSpan.seconds(180)

  @OptionGroup(title: "Exchange") var place: BinancePlaceOptions
  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  func validate() throws {
    guard let cost = Price(cost), cost > .zero else {
      throw ValidationError("--cost must be an amount above 0, is '\(self.cost)'")
    }
    guard Symbol(symbol) != nil else { throw ValidationError("--symbol is no symbol") }
  }

  func run(_ log: Logger) throws -> ExitStatus {
    guard !place.isLive else {
      throw StageError(
        .refused,
        "'\(place.addresses.rest)' may have real money, expected an exchange that has none",
        help: "the testnet is the default")
    }
    _ = try place.signer()
    try AtomicFile.check(write)
    try Interruption.install(grace: 5)
    signal(SIGPIPE, SIG_IGN)
    guard let symbol = Symbol(symbol), let cost = Price(cost), let account = place.account else {
      preconditionFailure("validated")
    }
    let directory = try Self.directory()
    defer {
      for name in ["ledger", "ledger-lock", "ledger-wal", "ledger-shm"] {
        unlink("\(directory)/\(name)")
      }; rmdir(directory)
    }
    var venue = ["--account", account, "--symbols", symbol.text, "--interval", "1m"]
    venue += ["--ledger", "\(directory)/ledger"] + place.words
    var proving = try Proving(symbol, cost, place, ProvingVenue(venue), patience, log)
    try proving.run(
      kill: [SiblingTool.path(of: "sf-broker"), "kill", "--account", account] + place.words)
    let proof = TestnetProof(
      at: SystemClock().time, tool: Tool.version, exchange: place.addresses.rest)
    try AtomicFile.write(proof.text, to: write)
    return .done
  }

  private static func directory() throws -> String {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/sf-prove-XXXXXX".utf8CString)
    guard let path = mkdtemp(&template) else {
      throw TransportError(.cannotCreate, "cannot create a directory in '\(base)'")
    }
    return String(cString: path)
  }
}

extension BinancePlaceOptions {
  /// What another process is told of the same exchange.
  fileprivate var words: [String] {
    ["--venue", venue.rawValue, "--rest", addresses.rest, "--ws-api", addresses.socket]
      + (cacert.map { ["--cacert", $0] } ?? [])
  }
}

/// The steps, one behind the other.
private struct Proving {
  private let symbol: Symbol
  private let cost: Price
  private let venue: ProvingVenue
  private let wire: ExchangeWire
  private let patience: TimeSpan
  private let log: Logger
  private let clock = SystemClock()
  private var last = Timestamp(milliseconds: 0)
  private var best = OrderPricing.Best(bid: .zero, ask: .zero)

  init(
    _ symbol: Symbol, _ cost: Price, _ place: BinancePlaceOptions, _ venue: ProvingVenue,
    _ patience: TimeSpan, _ log: Logger
  ) throws {
    self.symbol = symbol
    self.cost = cost
    self.venue = venue
    self.patience = patience
    self.log = log
    var settings = place.wire
    settings.symbols = [symbol]
    var meeting = try ExchangeMeeting(settings, nil, clock, log)
    _ = try meeting.rules([symbol])
    wire = meeting.wire
    wire.wantsPrices = true
  }

  mutating func run(kill: [String]) throws {
    try venue.start()
    try mark()
    guard let quantity = Quantity(rounding: cost.double / best.ask.double) else {
      throw StageError(.configuration, "--cost \(cost) is no quantity of \(symbol)")
    }
    try mark(order("buy", "p1", "p1", quantity))
    _ = try wait("fill") { $0.isOf("fill", "p1") }
    try mark(order("buy", "p2", "p2", Quantity(units: 1)))
    _ = try wait("refusal") { $0.isOf("refusal", "p2") }
    let half = best.bid.double * 0.95
    let price = Price(rounding: half) ?? best.bid
    try mark(order("buy", "p3", "p3", quantity, limit: price))
    try pass(.seconds(2))
    try mark(#"{"type":"cancel","ts":"T","order":"p3","symbol":"\#(symbol)","reason":"prove"}"#)
    _ = try wait("cancel") { $0.isOf("refusal", "p3") }
    let sale = order("sell", "p4", "p1", held)
    try mark(sale)
    // Long enough to leave, and not to be told of.
    try pass(.milliseconds(300))
    venue.kill()
    log.notice("kill: the venue was killed with a sale under way")
    try venue.start()
    // As a session does: what was taken before is not taken again.
    try mark(sale)
    _ = try wait("restart") {
      $0.isOf("fill", "p4") || $0.isOf("refusal", "p4") && $0["reason"]?.string == "dust"
    }
    try mark(order("buy", "p5", "p5", quantity, limit: price))
    try pass(.seconds(2))
    var outside = Program(kill)
    outside.output = .nothing
    do throws(StartFailure) { _ = try ChildProcess(outside).wait() } catch {
      throw TransportError(.unavailable, "cannot start sf-broker kill")
    }
    _ = try wait("reconnect") { $0.isOf("refusal", "p5") }
    venue.end()
  }

  /// What was bought, less what was paid of it.
  private var held: Quantity {
    var units: Int64 = 0
    for line in venue.lines where line.isOf("fill", "p1") {
      units += line.number("quantity") ?? 0
      if let asset = line["fee_asset"]?.string, symbol.text.hasPrefix(asset) {
        units -= line.number("fee") ?? 0
      }
    }
    return Quantity(units: units)
  }

  private func order(
    _ side: String, _ id: String, _ position: String, _ quantity: Quantity, limit: Price? = nil
  ) -> String {
    let kind = limit.map { #""limit","price":\#($0)"# } ?? #""market""#
    return #"{"type":"order","ts":"T","id":"\#(id)","symbol":"\#(symbol)","side":"\#(side)","#
      + #""kind":\#(kind),"quantity":\#(quantity),"position":"\#(position)","#
      + #""intent":"\#(side == "buy" ? "enter" : "exit")","reason":"prove","reference":\#(best.ask)}"#
  }

  /// A mark of now, with the best prices of now.
  private mutating func mark(_ asked: String...) throws {
    wire.refreshPrices()
    let deadline = clock.now + patience
    var isNew = false
    while !isNew {
      for case .desk(.best(_, let best)) in try wire.next(until: clock.now + .seconds(1)) {
        (self.best, isNew) = (best, true)
      }
      if wire.isStopped { throw StageError(.tryAgain, "stopped before it was proven") }
      guard clock.now < deadline else {
        throw HostError(.unavailable, "the exchange says no prices of \(symbol)")
      }
    }
    last = max(wire.time, last + 1)
    let bar =
      #"{"type":"bar","ts":"\#(last)","symbol":"\#(symbol)","interval":"1m","open":\#(best.bid),"#
      + #""high":\#(best.bid),"low":\#(best.bid),"close":\#(best.bid),"volume":1}"# + "\n"
    let quote =
      #"{"type":"quote","ts":"\#(last)","symbol":"\#(symbol)","bid":\#(best.bid),"bid_quantity":1,"#
      + #""ask":\#(best.ask),"ask_quantity":1,"at":"\#(last)"}"# + "\n"
    venue.mark(
      last, bar + quote, asked.map { $0.replacing(#""ts":"T""#, with: #""ts":"\#(last)""#) })
  }

  private mutating func pass(_ span: TimeSpan) throws {
    let end = clock.now + span
    while clock.now < end { _ = try wire.next(until: end) }
  }

  /// Marks, until something is answered.
  private mutating func wait(
    _ step: String, for isIt: (JSONValue) -> Bool
  ) throws -> JSONValue {
    let deadline = clock.now + patience
    while clock.now < deadline {
      venue.take()
      if let found = venue.lines.last(where: isIt) {
        log.notice("\(step): \(found.text)")
        return found
      }
      try pass(.milliseconds(200))
      try mark()
    }
    throw HostError(
      .unavailable, "'\(step)' is not proven: no answer in \(patience), expected one",
      help: "what the venue has said stands above")
  }
}

extension JSONValue {
  fileprivate func isOf(_ type: String, _ order: String) -> Bool {
    self["type"]?.string == type && self["order"]?.string == order
  }

  fileprivate func number(_ key: String) -> Int64? {
    guard case .number(let text)? = self[key] else { return nil }
    return Quantity(text)?.units
  }
}
