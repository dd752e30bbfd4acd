import ArgumentParser
import SFCore
import SFRisk
import SFTool

/// What `sf-risk` does not allow.
struct RiskOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What is not allowed; repeated, in the order in which rules are asked. Without any all passes.",
      valueName: "spec"))
  var rule: [String] = []

  @Flag(help: "Say in refusals what it would take to pass.")
  var explain = false

  @Option(
    help: ArgumentHelp(
      "Cash at the start, in quote currency, of a trader that is not sf-strategy: that one says it "
        + "in the header, and another value is an error.", valueName: "amount"))
  var capital: String?

  @Option(
    help: ArgumentHelp(
      "The interval on which symbols trade, of a trader that is not sf-strategy. [default: the only "
        + "one in the market]", valueName: "interval"))
  var interval: String?

  @Option(
    help: ArgumentHelp(
      "Steps and ticks, as sf-strategy takes them, of a trader that is not sf-strategy.",
      valueName: "file"))
  var lots: String?

  /// The rules with what their files say, and their specs in canonical text.
  func rules() throws -> (rules: [any RiskRule], specs: [String]) {
    var (rules, specs) = ([any RiskRule](), [String]())
    for spec in rule {
      let (rule, arguments) = try riskRuleCatalog.make(spec)
      rules.append(try Self.filled(rule))
      specs.append(arguments.canonical)
    }
    return (rules, specs)
  }

  /// A rule that needs a file, with what the file says.
  private static func filled(_ rule: any RiskRule) throws -> any RiskRule {
    switch rule {
    case let rule as FiltersRule: return rule.with(try FiltersFile.read(rule.file))
    case let rule as GroupRule: return rule.with(try SymbolGroupsFile(path: rule.file).groups())
    case let rule as SymbolsRule:
      guard let file = rule.file else { return rule }
      return rule.with(try SymbolGroupsFile(path: file).allowed())
    default: return rule
    }
  }

  func terms() throws(ConfigurationError) -> TraderTerms {
    TraderTerms(
      capital: try capital.map { text throws(ConfigurationError) in try Self.capital(text) },
      interval: try interval.map { text throws(ConfigurationError) in try Self.interval(text) },
      lots: lots)
  }

  private static func capital(_ text: String) throws(ConfigurationError) -> Price {
    guard let amount = Price(text), amount > .zero else {
      throw ConfigurationError(
        "--capital", "must be an amount above 0 with at most eight decimals, found \(text)")
    }
    return amount
  }

  private static func interval(_ text: String) throws(ConfigurationError) -> Interval {
    guard let interval = Interval(text) else {
      throw ConfigurationError("--interval", "must be an interval like 1m, found \(text)")
    }
    return interval
  }

  /// What the header says of it: what was not given is the trader's to say.
  func settings(_ specs: [String], _ terms: TraderTerms) -> [Setting] {
    var settings = [Setting("rule", specs), Setting("explain", explain)]
    if let capital = terms.capital { settings.append(Setting("capital", amount: capital)) }
    if let interval { settings.append(Setting("interval", interval)) }
    if let lots { settings.append(Setting("lots", lots)) }
    return settings
  }
}
