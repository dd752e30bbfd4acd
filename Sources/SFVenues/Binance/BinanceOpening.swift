import Logging
import SFBinance
import SFBinanceDesk
import SFBinanceOrders
import SFCommands
import SFCore
import SFFeeds
import SFLedger
import SFRun
import SFSocket
import SFTool
import SFWire

/// Makes a desk that talks to the exchange, once it is known what is traded.
final class BinanceOpening {
  private let options: BinanceVenueOptions
  private let signer: RequestSigner?
  private let ledger: Ledger?
  private let memory: BinanceMemory?
  private let log: Logger
  private let clock = SystemClock()
  private var thread: BinanceThread?

  init(
    _ options: BinanceVenueOptions, _ signer: RequestSigner?, _ ledger: Ledger?,
    _ memory: BinanceMemory?, _ log: Logger
  ) {
    self.options = options
    self.signer = signer
    self.ledger = ledger
    self.memory = memory
    self.log = log
  }

  func open(_ header: Header) throws -> (StageEntry, BinanceHouse) {
    let agreed = try options.conditions.conditions(header)
    try refuseShorts(header)
    let admission = LiveAdmission(
      options.place, options.safeguards, isFirst: memory == nil, at: clock.time)
    try admission.admit(header)
    let entry = StageEntry(
      name: VirtualVenueOptions.tool, version: Tool.version,
      config: [
        Setting("venue", "binance"), Setting("at", options.place.addresses.rest),
        Setting("max_slip", .number(options.maxSlip)),
        Setting("protect", options.protection.map { .number("\($0)") } ?? .text("none")),
      ] + agreed.settings)
    try ledger?.belong(to: HeaderText.text(of: entry))
    let bell = try house(agreed, header)
    return (entry, bell)
  }

  /// The thread has ended when this returns.
  func close() { thread?.end() }

  private func refuseShorts(_ header: Header) throws {
    let strategy = header.stages.last { $0.name == "sf-strategy" }
    guard strategy?.config.contains(Setting("allow_short", true)) == true else { return }
    throw ConfigurationError(
      "--allow-short", "of sf-strategy cannot be honored: what is not owned cannot be sold here",
      help: "leave it out")
  }

  private func house(_ agreed: VenueConditions, _ header: Header) throws -> BinanceHouse {
    let symbols = try options.symbols(of: header)
    let conditions = agreed.rules.conditions
    var settings = options.place.wire
    settings.symbols = symbols
    var meeting = try ExchangeMeeting(settings, signer, clock, log)
    // Who was asked to keep still before it ended keeps still on.
    if let until = memory?.desk.budget.closing {
      meeting.keepStill(for: TimeSpan(milliseconds: max(until, clock.time) - clock.time))
    }
    let rules = try meeting.rules(symbols)
    let quotes = Set(symbols.compactMap { rules[$0]?.quote })
    guard quotes.count == 1, let quote = quotes.first else {
      throw ConfigurationError(
        "--symbols", "are traded in \(quotes.sorted().joined(separator: " and ")), expected one",
        help: "a session has one quote currency")
    }
    let memory = memory ?? BinanceMemory(identity: Self.identity())
    var desk = DeskSettings(
      account: "binance", session: memory.identity, quote: quote,
      capital: Money(conditions.capital), rules: rules)
    desk.pricing = OrderPricing(maxSlip: Ratio(options.maxSlip) ?? .zero)
    desk.protect = options.protection
    desk.receiveWindow = settings.receiveWindow
    let interval = conditions.interval?.milliseconds ?? .max
    desk.maxAge = options.dryRun ? .max : min(options.maxAge.milliseconds, interval)
    let house = try BinanceHouse(
      desk, memory, options.safeguards.ceilings, ledger: ledger, time: meeting.wire.time, clock)
    let wire = try meeting.connect(
      bell: house.bell.descriptor, prices: symbols + feeSymbols(quote, symbols, meeting))
    let thread = BinanceThread(
      house, wire, clock, log,
      onDryRun: options.dryRun ? DryRun(house, information: meeting.information).carry : nil)
    // Before the first turn: what was under way is not what is ordered now.
    try house.resume()
    try thread.start()
    self.thread = thread
    return house
  }

  /// Of the asset in which fees may be paid, beside what is traded: what a fee was worth must be known.
  private func feeSymbols(
    _ quote: String, _ symbols: [Symbol], _ meeting: ExchangeMeeting
  ) throws -> [Symbol] {
    guard let symbol = Symbol("BNB" + quote), !symbols.contains(symbol), !options.dryRun,
      try meeting.knows(symbol)
    else { return [] }
    return [symbol]
  }

  private static func identity() -> String {
    let digits = Array("0123456789abcdef")
    return String((0..<16).map { _ in digits[Int.random(in: 0..<16)] })
  }
}

/// The line of a stage, as it is compared.
enum HeaderText {
  static func text(of entry: StageEntry) -> String {
    var buffer = ByteBuffer(capacity: 1_024)
    HeaderLine.write(Header(stages: [entry.withoutPlaces]), to: &buffer)
    return String(decoding: buffer.bytes.dropLast(), as: UTF8.self)
  }
}
