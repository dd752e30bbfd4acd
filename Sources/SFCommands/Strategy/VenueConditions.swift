import SFBroker
import SFCore
import SFEngine
import SFStrategy

/// What a virtual venue agrees on with a strategy: the money, the market, what trading costs. It is
/// said in the options of `sf-strategy`, and so in the header of what that writes.
package struct VenueConditions {
  package let rules: VenueRules
  /// What a header says of them.
  package let settings: [Setting]

  /// The options that say it.
  private static let options = [
    "capital", "interval", "fee", "slippage", "lots", "max-participation", "max-wait",
    "min-notional",
  ]

  private static func key(_ option: String) -> String {
    option.replacing("-", with: "_")
  }

  /// Reads the options of a strategy, as far as they are of these.
  package init(_ words: [String]) throws {
    let trading = try TradingOptions.parse(words)
    let resolved = try trading.resolve(try EntryOptions.parse([]))
    rules = resolved.configuration.venue
    let keys = Self.options.map(Self.key)
    settings = resolved.settings.filter { keys.contains($0.key) }
  }

  /// What a strategy of a header trades on, its fill model among it.
  package static func trading(of header: Header) throws -> TradingConditions {
    guard let strategy = header.stages.last(where: { $0.name == "sf-strategy" }) else {
      return try VenueConditions([]).rules.conditions
    }
    let fill = strategy.setting(named: "fill")
    guard case .text(let model)? = fill else {
      return try VenueConditions(words(of: strategy)).rules.conditions
    }
    return try VenueConditions(words(of: strategy) + ["--fill", model]).rules.conditions
  }

  /// The options that a header says of a strategy.
  package static func words(of entry: StageEntry) -> [String] {
    options.flatMap { option -> [String] in
      switch entry.setting(named: key(option)) {
      case .text(let text), .number(let text): ["--" + option, text]
      case .flag, .list, .json, .null, nil: []
      }
    }
  }
}
