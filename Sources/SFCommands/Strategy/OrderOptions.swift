import ArgumentParser
import SFBroker
import SFCore
import SFEngine

/// How entries are ordered, and what the virtual venue allows.
struct OrderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How an entry is ordered: market, or limit:offset_bps=10,max_bars=5.", valueName: "spec"))
  var entry = MarketEntry.kind

  @Option(
    help: ArgumentHelp(
      "Steps and ticks of the symbols: CSV (symbol,step,tick,min_notional,quote), or the exchangeInfo JSON of an exchange.",
      valueName: "file"))
  var lots: String?

  @Option(
    help: ArgumentHelp(
      "The part of its bar's volume that an entry may be; the rest is not filled.",
      valueName: "fraction"))
  var maxParticipation: String?

  @Option(
    help: ArgumentHelp(
      "How long an entry may wait for the open of its next bar (90s, 5m, 2h, 1d).",
      valueName: "time"))
  var maxWait: String?

  /// The rules, and what the header says of them.
  func resolve(
    _ exitTrigger: ExitTrigger
  ) throws -> (rules: OrderRules, settings: [Setting]) {
    let (kind, arguments) = try entryCatalog.make(entry)
    let participation = try maxParticipation.map(Self.participation)
    let rules = OrderRules(
      entry: kind, exitTrigger: exitTrigger, lots: try lots.map(LotsFile.read),
      maxParticipation: participation, maxWait: try maxWait.map(Self.milliseconds))
    let settings = [
      Setting("entry", arguments.canonical), Setting("lots", lots),
      Setting("max_participation", amount: participation), Setting("max_wait", maxWait),
    ]
    return (rules, settings)
  }

  private static func participation(_ text: String) throws(ConfigurationError) -> Ratio {
    guard let value = Ratio(text), value > .zero, value <= .one else {
      throw ConfigurationError(
        "--max-participation", "must be a fraction above 0 and up to 1, found \(text)")
    }
    return value
  }

  private static func milliseconds(_ text: String) throws(ConfigurationError) -> Int64 {
    guard let span = TimeSpan(text) else {
      throw ConfigurationError("--max-wait", "must be a time like 90s, 5m, 2h or 1d, found \(text)")
    }
    return span.milliseconds
  }
}
