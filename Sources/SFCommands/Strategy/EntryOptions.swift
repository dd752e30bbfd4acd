import ArgumentParser
import SFCore
import SFEngine
import SFStrategy

/// What `sf-strategy` is told about entries: whom to hear, what to refuse, how large, who is first.
struct EntryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What an entry must pass, in this order; not:SPEC turns it round.", valueName: "spec"))
  var filter: [String] = []

  @Option(help: "Whether all filters must say yes, or any.")
  var filterMode = EntryFilters.Mode.all

  @Option(
    help: ArgumentHelp("Makes one signal of those of several detectors.", valueName: "spec"))
  var aggregate: String?

  @Option(
    help: ArgumentHelp(
      "How many detectors there are; by default as many as sf-detect names.", valueName: "count"))
  var quorum: Int?

  @Option(
    help: ArgumentHelp("What a detector weighs, NAME=2; others 1.", valueName: "name=weight"))
  var weight: [String] = []

  @Option(help: ArgumentHelp("The detector that judges the others (meta).", valueName: "name"))
  var validator: String?

  @Option(help: "What becomes of a signal on which the validator says nothing.")
  var validatorMissing = MissingAnswer.refuse

  @Option(help: "Who comes first when cash or slots are scarce.")
  var entryOrder = EntryOrder.symbol

  @Option(help: ArgumentHelp("Of equity, one entry at most.", valueName: "fraction"))
  var maxPositionPct: String?

  @Option(help: ArgumentHelp("Of equity, one symbol at most.", valueName: "fraction"))
  var maxSymbolPct: String?

  @Option(help: ArgumentHelp("Of equity, all positions at most.", valueName: "fraction"))
  var maxExposure: String?

  @OptionGroup var market: MarketDaysOptions

  @Option(
    help: ArgumentHelp(
      "Bars of a day; by default as many as the interval has.", valueName: "bars"))
  var barsPerDay: Double?

  enum MissingAnswer: String, CaseIterable, ExpressibleByArgument { case refuse, pass }

  /// The rules of entries, and what the header says of them.
  func resolve() throws(ConfigurationError) -> (
    rules: EntryRules, settings: [Setting], doubts: [String]
  ) {
    let (filters, filterSpecs, doubts) = try makeFilters()
    let (aggregator, aggregation) = try makeAggregator()
    let caps = Caps(
      position: try cap("--max-position-pct", maxPositionPct),
      symbol: try cap("--max-symbol-pct", maxSymbolPct),
      exposure: try cap("--max-exposure", maxExposure))
    let rules = EntryRules(
      aggregator: aggregator, electorate: try electorate(of: aggregator), filters: filters,
      caps: caps, order: entryOrder, calendar: try calendar())
    let days = rules.calendar.daysPerYear
    let settings =
      [
        Setting("filter", filterSpecs), Setting("filter_mode", filterMode.rawValue),
        Setting("aggregate", aggregation), Setting("quorum", quorum), Setting("weight", weight),
        Setting("validator", validator), Setting("validator_missing", validatorMissing.rawValue),
        Setting("entry_order", entryOrder.rawValue),
        Setting("max_position_pct", amount: caps.position),
        Setting("max_symbol_pct", amount: caps.symbol),
        Setting("max_exposure", amount: caps.exposure),
        Setting("days_per_year", .number(days.description)),
        Setting("bars_per_day", barsPerDay.map { .number($0.description) } ?? .null),
      ] + market.dated.settings
    return (rules, settings, doubts)
  }

  private func makeFilters() throws(ConfigurationError) -> (EntryFilters, [String], [String]) {
    var members: [EntryFilters.Member] = []
    var specs: [String] = []
    var doubts: [String] = []
    for text in filter {
      let isNegated = text.hasPrefix("not:")
      var (filter, arguments) = try filterCatalog.make(
        isNegated ? String(text.dropFirst(4)) : text)
      if let timed = filter as? TimeOfDayFilter, timed.zone == nil {
        filter = timed.with(try TimeZoneFile.rules(of: timed.timezone))
      }
      members.append(EntryFilters.Member(filter, isNegated: isNegated))
      specs.append((isNegated ? "not:" : "") + arguments.canonical)
      doubts += arguments.doubts + TradingDoubts.ofFilter(arguments)
    }
    return (EntryFilters(members, mode: filterMode), specs, doubts)
  }

  private func makeAggregator() throws(ConfigurationError) -> ((any Aggregator)?, String?) {
    guard let aggregate else {
      for (option, isGiven) in [
        ("--quorum", quorum != nil), ("--weight", !weight.isEmpty),
        ("--validator", validator != nil),
      ] where isGiven {
        throw ConfigurationError(option, "goes with --aggregate")
      }
      return (nil, nil)
    }
    let (aggregator, arguments) = try aggregatorCatalog.make(aggregate)
    return (aggregator, arguments.canonical)
  }

  private func electorate(
    of aggregator: (any Aggregator)?
  ) throws(ConfigurationError) -> Electorate {
    if let quorum, quorum < 1 {
      throw ConfigurationError("--quorum", "must be at least 1, is \(quorum)")
    }
    if let aggregator {
      let kind = type(of: aggregator).kind
      guard type(of: aggregator).readsValidator == (validator != nil) else {
        throw ConfigurationError(
          "--validator",
          validator == nil ? "must be given with --aggregate \(kind)" : "goes with --aggregate meta"
        )
      }
    }
    var weights: [Electorate.Weight] = []
    for text in weight {
      let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, !pair[0].isEmpty, let value = Ratio(pair[1]), value >= .zero else {
        throw ConfigurationError("--weight", "must be NAME=WEIGHT, 0 or more, found \(text)")
      }
      guard !weights.contains(where: { $0.detector == pair[0] }) else {
        throw ConfigurationError("--weight", "gives \(pair[0]) twice")
      }
      weights.append(Electorate.Weight(String(pair[0]), value.double))
    }
    return Electorate(
      quorum: quorum, weights: weights, validator: validator,
      missingPasses: validatorMissing == .pass)
  }

  private func cap(_ option: String, _ text: String?) throws(ConfigurationError) -> Ratio? {
    guard let text else { return nil }
    // Nothing is bought with money that is not there: more than all of it is no cap.
    guard let cap = Ratio(text), cap > .zero, cap <= .one else {
      throw ConfigurationError(
        option, "must be a fraction of equity above 0 and up to 1, as 0.2, found \(text)",
        help: Ratio.help(forPercent: text.hasSuffix("%") ? text : text + "%"))
    }
    return cap
  }

  private func calendar() throws(ConfigurationError) -> TradingCalendar {
    for (option, number) in [
      ("--days-per-year", market.daysPerYear ?? 1), ("--bars-per-day", barsPerDay ?? 1),
    ]
    where !(number > 0 && number.isFinite) {
      throw ConfigurationError(option, "must be greater than 0, is \(number)")
    }
    let calendar = try marketCalendar()
    return TradingCalendar(
      daysPerYear: market.daysPerYear ?? calendar?.daysPerYear ?? 365, barsPerDay: barsPerDay,
      market: calendar)
  }

  private func marketCalendar() throws(ConfigurationError) -> MarketCalendar? {
    do {
      return try market.dated.value()
    } catch let error as ConfigurationError {
      throw error
    } catch {
      throw ConfigurationError("--calendar", "\(error)")
    }
  }
}

extension EntryFilters.Mode: ExpressibleByArgument {}
extension EntryOrder: ExpressibleByArgument {}
