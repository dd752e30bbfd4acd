import ArgumentParser
import Logging
import SFCore
import SFExchange
import SFLedger
import SFReport
import SFRun
import SFTool
import SFTransport
import SFWire

/// `sf-exchange`: a spot exchange of one's own, on this machine.
public struct ExchangeCommand: ToolCommand {
  public static let examples = [
    Example("accounts to trade with", "sf-exchange accounts > accounts.yaml"),
    Example(
      "an exchange with a market that is made up, for a second",
      "sf-exchange serve --accounts accounts.yaml --port 0 --socket-port 0 --admin-port 0 --for 1s "
        + "--journal session.jsonl"),
    Example(
      "the same requests again, with what they are answered",
      "sf-exchange replay session.jsonl --accounts accounts.yaml"),
  ]
  public static let configuration = toolConfiguration(
    "sf-exchange", "A spot exchange of one's own: Binance's API on this machine.",
    more: """
      ACTIONS:
        sf-exchange serve            answers requests until it is stopped
        sf-exchange replay JOURNAL   the requests of a journal again, and what they do
        sf-exchange audit LEDGER     what a ledger says against what the requests of
                                     --journal have done; 1 with a table where they differ
        sf-exchange accounts         a file of accounts to begin with

      What serve prints is one line with its addresses: /api/v3 at --port; the
      WebSocket API (/ws-api/v3) and streams (/ws, /stream) at --socket-port. Its market goes on by --clock:
      real, so many times as fast (speed=60), or when it is told to (step).

      The port of --admin-port is for who runs it, on this machine only:
        POST /faults                 lines of a script of faults
        DELETE /faults, GET /faults  none any more; how often each has happened
        POST /step?ms=60000          with --clock step: the clock goes on
        GET /accounts                what each account has
      """)

  enum Action: String, CaseIterable, ExpressibleByArgument { case serve, replay, audit, accounts }

  @Argument(help: "What to do.")
  var action: Action?

  @Argument(help: "To replay: a journal. To audit: a ledger, or the directory of its session.")
  var journalFile: String?

  @Option(help: "To audit: whose account it is. [default: the only one]")
  var account: String?

  @OptionGroup(title: "Exchange") var exchange: ExchangeOptions
  @OptionGroup(title: "Serving") var serving: ExchangeServingOptions
  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func validate() throws {
    if let journalFile, let action, action != .replay, action != .audit {
      throw ValidationError("'\(journalFile)': only replay and audit take a file")
    }
  }

  public func run(_ log: Logger) throws -> ExitStatus {
    guard let action else {
      throw UsageError(
        "no action was given, expected serve, replay, audit or accounts",
        help: "for example: sf-exchange accounts > accounts.yaml")
    }
    try Interruption.install(grace: 5)
    switch action {
    case .accounts: try Endpoint.open(output: "-").write(text: AccountsTemplate.text)
    case .serve: try serve(log)
    case .audit: return try audit()
    case .replay:
      guard let journalFile else {
        throw UsageError("no journal was given", help: "sf-exchange serve --journal FILE makes one")
      }
      try JournalReplay(path: journalFile).run(exchange.builder())
    }
    return Interruption.isRequested ? Interruption.exitStatus : .done
  }

  private func audit() throws -> ExitStatus {
    guard let ledger = journalFile, let journal = serving.journal else {
      throw UsageError(
        "no \(journalFile == nil ? "ledger" : "journal") was given",
        help: "sf-exchange audit LEDGER --journal FILE --accounts FILE")
    }
    let exchange = try JournalReplay(path: journal).exchange(self.exchange.builder())
    var audit = LedgerAudit(exchange, account: try place(among: exchange.ledger.accounts))
    try audit.read(Ledger(LedgerPlace.path(of: ledger), .person))
    guard let table = audit.table else { return .done }
    try Endpoint.open(output: "-").write(text: TableFormat.text.text([table]))
    return .found
  }

  private func place(among accounts: [SpotAccount]) throws -> Int {
    let names = accounts.map(\.name)
    guard let account else {
      guard accounts.count == 1 else {
        throw UsageError(
          "found \(accounts.count) accounts, expected --account to say which it is")
      }
      return 0
    }
    guard let place = names.firstIndex(of: account) else {
      throw UsageError(
        "found no account '\(account)', \(NearestName.expected(account, among: names))")
    }
    return place
  }

  private func serve(_ log: Logger) throws {
    let clock = SystemClock()
    let builder = try exchange.builder()
    // To make the market's past takes a while, in which time goes by.
    let (now, moment) = (clock.time, clock.now)
    let start = serving.clock == .step ? nil : now
    let session = try builder.session(opening: exchange.start ?? start)
    let journal = serving.journal
    let pace = serving.clock
    let server = try ExchangeServer(
      address: serving.address, serving.ports, serving.certificate?.context()
    ) {
      ExchangeHost(
        session, ExchangeClock(pace, start: session.time, at: moment, clock),
        try journal.map { try ExchangeJournal(path: $0, opened: session.time) }, log)
    }
    let secure = serving.certificate == nil ? "" : "s"
    let addresses: [(String, JSONValue)] = [
      ("rest", .string("http\(secure)://\(serving.address):\(server.restPort)")),
      ("ws_api", .string("ws\(secure)://\(serving.address):\(server.socketPort)/ws-api/v3")),
      ("streams", .string("ws\(secure)://\(serving.address):\(server.socketPort)")),
      ("admin", .string("http://127.0.0.1:\(server.adminPort)")),
      ("time", .string(session.time.description)),
    ]
    try Endpoint.open(output: "-").write(text: JSONValue.object(addresses).text + "\n")
    var awaited = WaitSet(stop: Interruption.descriptor)
    let deadline = serving.for.map { clock.now + $0 } ?? .never
    while !awaited.isStopped, clock.now < deadline { _ = awaited.wait(until: deadline, clock) }
    try server.stop()
  }
}
