import ArgumentParser
import SFCore

/// What `sf-broker virtual` is told of the conditions, where no sf-strategy says them.
package struct ConditionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Cash at the start, in quote currency.", valueName: "amount"))
  var capital: String?

  @Option(help: ArgumentHelp("The interval on which symbols trade.", valueName: "interval"))
  var interval: String?

  @Option(
    help: ArgumentHelp(
      "Of notional: a fraction, or maker=0.0002,taker=0.0005.", valueName: "fraction"))
  var fee: String?

  @Option(
    help: ArgumentHelp(
      "Of the price, against the trader: 0.0005 or 5bps.", valueName: "fraction"))
  var slippage: String?

  @Option(
    help: ArgumentHelp(
      "Steps and ticks of the symbols, as sf-strategy reads them.", valueName: "file"))
  var lots: String?

  @Option(
    help: ArgumentHelp(
      "The part of its bar's volume that an entry may be.", valueName: "fraction"))
  var maxParticipation: String?

  @Option(
    help: ArgumentHelp(
      "How long an entry may wait for the open of its next bar (90s, 5m, 2h, 1d).",
      valueName: "time"))
  var maxWait: String?

  @Option(help: ArgumentHelp("The smallest entry, in quote currency.", valueName: "amount"))
  var minNotional: String?

  package init() {}

  private var words: [String] {
    [
      ("--capital", capital), ("--interval", interval), ("--fee", fee), ("--slippage", slippage),
      ("--lots", lots), ("--max-participation", maxParticipation), ("--max-wait", maxWait),
      ("--min-notional", minNotional),
    ].flatMap { option, value in value.map { [option, $0] } ?? [] }
  }

  /// The conditions of a strategy in the header; those that are given, where there is none.
  package func conditions(_ header: Header) throws -> VenueConditions {
    guard let strategy = header.stages.last(where: { $0.name == "sf-strategy" }) else {
      return try VenueConditions(words)
    }
    let said = VenueConditions.words(of: strategy)
    let agreed = try VenueConditions(said)
    // A later word wins: what is given, where it says something else.
    let given = try VenueConditions(said + words)
    for (a, b) in zip(agreed.settings, given.settings) where a != b {
      throw ConfigurationError(
        "--\(a.key.replacing("_", with: "-"))",
        "is \(b.value.shown), expected \(a.value.shown), as sf-strategy has it in the header",
        help: "leave it out: the venue takes it from there")
    }
    return agreed
  }
}

extension Setting.Value {
  /// A single value, for people.
  fileprivate var shown: String {
    switch self {
    case .text(let text), .number(let text), .json(let text): text
    case .flag(let flag): String(flag)
    case .list(let list): list.map(\.shown).joined(separator: " ")
    case .null: "none"
    }
  }
}
