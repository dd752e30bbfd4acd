import ArgumentParser
import SFCore
import SFEngine
import SFStrategy
import SFTool

/// What `sf-strategy` is told about trading.
struct TradingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Cash at the start, in quote currency.", valueName: "amount"))
  var capital = "10000"

  @Option(
    help: ArgumentHelp(
      "The interval on which symbols trade; by default the only one in the stream.",
      valueName: "interval"))
  var interval: String?

  @Option(help: "Where a market order fills: next_open, or close (research only).")
  var fill = FillModel.nextOpen

  @Option(
    help: ArgumentHelp(
      "Of notional: a fraction, or maker=0.0002,taker=0.0005.", valueName: "fraction"))
  var fee = "0.001"

  @Option(
    help: ArgumentHelp(
      "Of the price, against the trader: 0.0005 or 5bps.", valueName: "fraction"))
  var slippage = "0"

  @Option(help: ArgumentHelp("How much an entry takes.", valueName: "spec"))
  var size = "fixed_fraction:0.1"

  @OptionGroup var orders: OrderOptions
  @OptionGroup var exits: ExitOptions

  @Flag(help: "A fall enters short.")
  var allowShort = false

  /// A book of a person has one direction of a symbol; where each signal is judged by itself, as in
  /// a sweep of mode unlimited, it has both.
  @Flag(
    help: ArgumentHelp(
      "Hold longs and shorts of one symbol side by side.", visibility: .hidden))
  var bothDirections = false

  @Option(help: ArgumentHelp("Open positions of one symbol.", valueName: "count"))
  var maxPositionsPerSymbol = 1

  @Option(help: ArgumentHelp("Open positions over all symbols.", valueName: "count"))
  var maxPositions: Int?

  @Option(
    help: ArgumentHelp(
      "The smallest entry, in quote currency; 0 for any. [default: 0.0001 of the capital]",
      valueName: "amount"))
  var minNotional: String?

  @Flag(help: "Say in orders and refusals what each component said.")
  var explain = false

  @Flag(help: "Write what the strategy knows of itself as metrics lines.")
  var metrics = false

  @Flag(help: "Close open positions at the last close when the stream ends.")
  var closeAtEnd = false

  @Option(help: ArgumentHelp("Goes before every order id, with a '-'.", valueName: "prefix"))
  var id: String?

  /// The configuration of the stage, and what the header says of it.
  func resolve(_ entryOptions: EntryOptions) throws -> (
    configuration: TradingConfiguration, settings: [Setting], warnings: [String],
    notices: [String]
  ) {
    let capital = try amount("--capital", self.capital)
    guard capital > .zero else {
      throw ConfigurationError("--capital", "must be greater than 0, is \(capital)")
    }
    let fees = try feeRates()
    let slippage = try rate("--slippage", self.slippage)
    if let spec = TradingDoubts.sizer(size) {
      throw ConfigurationError(
        "--size", "must be a spec, found \(size)", help: "did you mean \(spec)?")
    }
    let (sizer, sizing) = try sizerCatalog.make(size)
    let (entries, entrySettings, entryDoubts) = try entryOptions.resolve()
    let exits = try self.exits.resolve()
    let orders = try self.orders.resolve(self.exits.exitTrigger)
    let minNotional =
      try self.minNotional.map { text throws(ConfigurationError) in
        try amount("--min-notional", text)
      } ?? Self.dust(of: capital)
    var configuration = TradingConfiguration(
      capital: capital, interval: try tradingInterval(), fill: fill,
      costs: try Costs(slippage: slippage, makerFee: fees.maker, takerFee: fees.taker),
      sizer: sizer, entries: entries, orders: orders.rules, exits: exits.rules,
      allowShort: allowShort,
      maxPositionsPerSymbol: try count("--max-positions-per-symbol", maxPositionsPerSymbol),
      maxPositions: try maxPositions.map { number throws(ConfigurationError) in
        try count("--max-positions", number)
      },
      minNotional: minNotional, closeAtEnd: closeAtEnd,
      explains: explain, writesMetrics: metrics, writesMemory: self.exits.positionMeta,
      idPrefix: try prefix())
    configuration.trader.takesBothDirections = bothDirections
    var settings = [
      Setting("capital", amount: capital), Setting("interval", interval),
      Setting("fill", fill.rawValue),
      Setting(
        "fee",
        fees.maker == fees.taker
          ? .number(fees.taker.description)
          : .text("maker=\(fees.maker),taker=\(fees.taker)")),
      Setting("slippage", amount: slippage), Setting("size", sizing.canonical),
    ]
    settings += orders.settings + exits.settings
    settings += [
      Setting("allow_short", allowShort),
      Setting("max_positions_per_symbol", maxPositionsPerSymbol),
      Setting("max_positions", maxPositions), Setting("min_notional", amount: minNotional),
      Setting("close_at_end", closeAtEnd), Setting("explain", explain),
      Setting("metrics", metrics), Setting("id", id),
    ]
    if bothDirections { settings.append(Setting("both_directions", true)) }
    let specs = exits.specs + [sizing]
    return (
      configuration, settings + entrySettings,
      TradingDoubts.ofRate("--fee", fees.taker) + TradingDoubts.ofRate("--slippage", slippage)
        + specs.flatMap(\.doubts) + entryDoubts + StopWarning.warnings(sizing, exits.specs),
      specs.flatMap(\.unsaid)
    )
  }

  /// What is smaller is no position: it would take a slot, and be a round trip of nothing.
  private static func dust(of capital: Price) -> Price { Price(units: capital.units / 10_000) }

  private func amount(_ option: String, _ text: String) throws(ConfigurationError) -> Price {
    guard let value = Price(text), value >= .zero else {
      let bare = text.filter { $0 != "," && $0 != "_" && $0 != "$" && $0 != " " }
      throw ConfigurationError(
        option,
        "must be an amount from 0 to 92 billion with at most eight decimals, found \(text)",
        help: bare != text && Price(bare) != nil ? "did you mean \(bare)?" : nil)
    }
    return value
  }

  /// A fraction, or basis points.
  private func rate(_ option: String, _ text: String) throws(ConfigurationError) -> Ratio {
    if text.hasSuffix("bps"), let points = Ratio(text.dropLast(3)), points.units % 10_000 == 0 {
      return Ratio(units: points.units / 10_000)
    }
    guard let value = Ratio(text) else {
      throw ConfigurationError(
        option, "must be a fraction like 0.001, or 10bps, found \(text)",
        help: Ratio.help(forPercent: text))
    }
    return value
  }

  private func feeRates() throws(ConfigurationError) -> (maker: Ratio, taker: Ratio) {
    guard fee.contains("=") else {
      let both = try rate("--fee", fee)
      return (both, both)
    }
    var rates: [String: Ratio] = [:]
    for part in fee.split(separator: ",", omittingEmptySubsequences: false) {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2, ["maker", "taker"].contains(pair[0]), rates[pair[0]] == nil else {
        throw ConfigurationError("--fee", "must be maker=…,taker=…, found \(fee)")
      }
      rates[pair[0]] = try rate("--fee", pair[1])
    }
    guard let maker = rates["maker"], let taker = rates["taker"] else {
      throw ConfigurationError("--fee", "must give both maker and taker, found \(fee)")
    }
    return (maker, taker)
  }

  private func tradingInterval() throws(ConfigurationError) -> Interval? {
    guard let interval else { return nil }
    guard let value = Interval(interval) else {
      throw ConfigurationError("--interval", "must be an interval like 1m, found \(interval)")
    }
    return value
  }

  private func count(_ option: String, _ number: Int) throws(ConfigurationError) -> Int {
    guard number > 0 else { throw ConfigurationError(option, "must be at least 1, is \(number)") }
    return number
  }

  private func prefix() throws(ConfigurationError) -> String {
    guard let id else { return "" }
    guard (1...8).contains(id.utf8.count),
      id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") })
    else {
      throw ConfigurationError("--id", "must be 1 to 8 of A-Za-z0-9_-, found '\(id)'")
    }
    return id
  }
}

extension FillModel: ExpressibleByArgument {}
