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

  /// The options that a header says of a strategy.
  package static func words(of entry: StageEntry) -> [String] {
    options.flatMap { option -> [String] in
      switch entry.config.first(where: { $0.key == key(option) })?.value {
      case .text(let text), .number(let text): ["--" + option, text]
      case .flag, .list, .json, .null, nil: []
      }
    }
  }
}
