import SFCore
import SFEngine
import SFStrategy
import SFTestSupport
import Testing

/// The parts of a random strategy that decide entries: for `LedgerTests`.
enum RandomEntries {
  static let filters = [
    "cooldown:bars=3,after=any", "cooldown:bars=2", "correlation:window=4,max=0.2,max_correlated=1",
    "drawdown:max=0.05,resume=0.02", "price_distance:pct=0.01",
    "signal_accuracy:window=3,horizon=2",
    "time_of_day:hours=09:40-11:00",
  ]

  static let aggregators = [
    nil, nil, "majority", "unanimous", "weighted:threshold=0.5", "any", "meta:threshold=0.2",
  ]

  static let sizers = [
    "fixed_fraction:0.3", "fixed_fraction:1", "fixed_notional:700", "fixed_notional:0.01",
    "kelly:min_round_trips=3,window=8", "kelly:min_round_trips=2,min_fraction=0.05",
    "signal_strength:0.4", "risk_parity:method=erc,window=5,target_positions=3",
  ]

  static func rules(_ random: inout SeededGenerator) throws -> EntryRules {
    let members = try filters.filter { _ in UInt8.random(in: 0..<4, using: &random) == 0 }.map {
      EntryFilters.Member(
        try filterCatalog.make($0).0,
        isNegated: UInt8.random(in: 0..<4, using: &random) == 0)
    }
    let aggregator = try (aggregators.randomElement(using: &random) ?? nil).map {
      try aggregatorCatalog.make($0).0
    }
    let cap = { (random: inout SeededGenerator) -> Ratio? in
      [nil, nil, 0.2, 0.5, 0.9].randomElement(using: &random) ?? nil
    }
    return EntryRules(
      aggregator: aggregator,
      electorate: Electorate(
        quorum: 2, weights: [.init("a", 2)], validator: "c",
        missingPasses: Bool.random(using: &random)),
      filters: EntryFilters(members, mode: Bool.random(using: &random) ? .all : .any),
      caps: Caps(position: cap(&random), symbol: cap(&random), exposure: cap(&random)),
      order: EntryOrder.allCases.randomElement(using: &random) ?? .symbol)
  }

  /// Signals of up to three detectors for a symbol.
  static func calls(_ symbol: Symbol, _ random: inout SeededGenerator) -> [StageDriver.Call] {
    ["a", "b", "c"].compactMap { detector in
      guard UInt8.random(in: 0..<5, using: &random) == 0 else { return nil }
      return StageDriver.Call(
        symbol: symbol, direction: Bool.random(using: &random) ? .rise : .fall,
        detector: detector, strength: Double.random(in: 0...2, using: &random),
        probability: Bool.random(using: &random)
          ? nil : Double.random(in: 0...1, using: &random))
    }
  }
}
