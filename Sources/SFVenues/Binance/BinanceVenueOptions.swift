import ArgumentParser
import SFBinanceDesk
import SFBinanceOrders
import SFCommands
import SFCore
import SFHTTP
import SFTool

extension BinancePlace: ExpressibleByArgument {}

/// Which exchange, and whose account there.
struct BinancePlaceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The key of the account: a file that only its owner can read, or /dev/fd/3.",
      valueName: "file"))
  var account: String?

  @Option(help: "Which exchange: testnet, demo or live.")
  var venue = BinancePlace.testnet

  @Option(help: ArgumentHelp("Another address of its REST API.", valueName: "url"))
  var rest: String?

  @Option(help: ArgumentHelp("Another address of its WebSocket API.", valueName: "url"))
  var wsApi: String?

  @Option(
    help: ArgumentHelp(
      "Trust the certificates in this file (PEM) in place of the system's.", valueName: "file"))
  var cacert: String?

  @Option(help: ArgumentHelp("How long an answer may take.", valueName: "time"))
  var timeout = TimeSpan.seconds(10)

  @Option(
    help: ArgumentHelp(
      "How long the exchange may take a request for one of now.", valueName: "time"))
  var recvWindow = TimeSpan.seconds(5)

  var addresses: BinanceAddresses {
    var addresses = venue.addresses
    if let rest { addresses.rest = rest }
    if let wsApi { addresses.socket = wsApi }
    return addresses
  }

  /// Whether real money is at stake: it is asked for, or the addresses may have some.
  var isLive: Bool { venue == .live || addresses.mayBeLive }

  func validate() throws {
    guard (1...60_000).contains(recvWindow.milliseconds) else {
      throw ValidationError("--recv-window must be up to 60s, is \(recvWindow)")
    }
    guard timeout > .zero else { throw ValidationError("--timeout must be more than 0") }
    for (option, address) in [("--rest", rest), ("--ws-api", wsApi)] {
      guard let address, AddressSecret.isIn(address) else { continue }
      throw ValidationError(
        "\(option) must have no password, has '\(AddressSecret.without(address))'")
    }
    if let rest, HostAddress(rest) == nil {
      throw ValidationError("--rest must be an address such as https://host, is '\(rest)'")
    }
    if let wsApi, !wsApi.hasPrefix("ws://"), !wsApi.hasPrefix("wss://") {
      throw ValidationError("--ws-api must be an address such as wss://host/path, is '\(wsApi)'")
    }
  }

  /// The signer of the account's requests.
  func signer() throws -> RequestSigner {
    guard let account else {
      throw UsageError(
        "no account was given, expected --account FILE",
        help: "two lines, 'key: ' and 'secret: ' or 'private_key: ', in a file of mode 600")
    }
    return RequestSigner(try AccountFile.key(account))
  }

  var wire: ExchangeWire.Settings {
    var settings = ExchangeWire.Settings(addresses, agent: "SignalFlow/\(Tool.version)")
    settings.certificates = cacert
    settings.patience = Int(timeout.milliseconds)
    settings.receiveWindow = recvWindow.milliseconds
    return settings
  }
}

/// What keeps real money from being spent by mistake.
struct SafeguardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What sf-gate has written of the session; live trading asks for it.", valueName: "file"))
  var gate: String?

  @Option(
    help: ArgumentHelp(
      "What sf-broker prove has written of a testnet; live trading asks for it.",
      valueName: "file"))
  var testnet: String?

  @Option(
    help: ArgumentHelp("The most that an entry may cost, in quote currency.", valueName: "amount"))
  var maxOrder: String?

  @Option(
    help: ArgumentHelp(
      "The most that all entries of a day (UTC) may cost, in quote currency.", valueName: "amount"))
  var maxDay: String?

  @Option(help: ArgumentHelp("The part of each entry that is bought.", valueName: "fraction"))
  var scale = "1"

  func validate() throws {
    for (option, text) in [("--max-order", maxOrder), ("--max-day", maxDay)] {
      guard let text else { continue }
      guard let amount = Price(text), amount > .zero else {
        throw ValidationError("\(option) must be an amount above 0, is '\(text)'")
      }
    }
    guard let ratio = Ratio(scale), ratio > .zero, ratio <= .one else {
      throw ValidationError("--scale must be above 0 and at most 1, is '\(scale)'")
    }
  }

  var ceilings: Ceilings {
    Ceilings(
      order: maxOrder.flatMap { Price($0) }.map { Money($0) },
      day: maxDay.flatMap { Price($0) }.map { Money($0) }, scale: Ratio(scale) ?? .one)
  }
}

/// What `sf-broker binance` is told.
struct BinanceVenueOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The market: a stream with bars, and best prices: sf-ingest binance --quotes.",
      valueName: "file"))
  var market: String?

  @Option(
    help: ArgumentHelp(
      "The symbols that may be traded; by default those of the sf-ingest in the header of the orders.",
      valueName: "symbols"))
  var symbols: String?

  @Option(
    help: ArgumentHelp(
      "Refuse an entry (late) that comes so long behind its mark, or more than an interval.",
      valueName: "time"))
  var maxAge = TimeSpan.seconds(30)

  @Option(
    help: ArgumentHelp(
      "The most that an entry at the market pays on top of the ask.", valueName: "fraction"))
  var maxSlip = "0.003"

  @Option(
    help: ArgumentHelp(
      "How far a symbol may fall below its lowest entry before the exchange sells it by itself, or "
        + "none. Default: 0.1 where real money is at stake, else none.",
      valueName: "fraction"))
  var protect: String?

  @Flag(name: [.customShort("n"), .long], help: "Print what would be sent, and send nothing.")
  var dryRun = false

  @OptionGroup(title: "Exchange") var place: BinancePlaceOptions
  @OptionGroup(title: "Safeguards") var safeguards: SafeguardOptions
  @OptionGroup(title: "Conditions") var conditions: ConditionOptions
  @OptionGroup(title: "Ledger") var keeping: LedgerOptions
  @OptionGroup(title: "Ledger") var going: AfterOptions
  @OptionGroup(title: "Stream") var stream: StreamOptions

  @Argument(help: ArgumentHelp("The orders, - for standard input.", valueName: "file"))
  var inputPath = "-"

  func validate() throws {
    guard maxAge > .zero else { throw ValidationError("--max-age must be more than 0") }
    guard let ratio = Ratio(maxSlip), ratio >= .zero, ratio < .one else {
      throw ValidationError("--max-slip must be a fraction of 0 to 1, is '\(maxSlip)'")
    }
    if let protect, protect != Self.none {
      guard let ratio = Ratio(protect), ratio > .zero, ratio < .one else {
        throw ValidationError("--protect must be a fraction of 0 to 1, or none, is '\(protect)'")
      }
    }
  }

  private static let none = "none"

  /// How far a symbol may fall before the exchange sells it; `nil` for any.
  var protection: Ratio? {
    let text = protect ?? (place.isLive ? "0.1" : Self.none)
    return text == Self.none ? nil : Ratio(text)
  }

  /// The symbols that are traded.
  func symbols(of header: Header) throws -> [Symbol] {
    let names: [String]
    if let symbols {
      names = symbols.split(separator: ",").map(String.init)
    } else {
      let source = header.stages.first { $0.name.hasPrefix("sf-ingest") }
      guard case .list(let list)? = source?.config.first(where: { $0.key == "symbols" })?.value
      else {
        throw UsageError(
          "found no symbols in the header of the orders, expected --symbols",
          help: "an sf-ingest with --symbols says them in its header")
      }
      names = list.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
    let found = names.compactMap { Symbol($0) }
    guard found.count == names.count, !found.isEmpty else {
      throw ConfigurationError("--symbols", "must be symbols such as BTCUSDT,ETHUSDT")
    }
    return found
  }
}
