import ArgumentParser
import SFCore
import SFWire

/// Which lines `sf-cat` shows.
struct Selection: ParsableArguments {
  @Option(
    name: .customLong("type"), parsing: .singleValue,
    help: ArgumentHelp(
      "Only lines of these types, also given as a list: bar,signal.", valueName: "types"))
  var typeNames: [String] = []

  @Option(
    name: .customLong("symbol"), parsing: .singleValue,
    help: ArgumentHelp(
      "Only these symbols; lines without a symbol pass.", valueName: "symbols"))
  var symbolNames: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only lines with this ts or a later one: 2026-01-05 or a full timestamp.", valueName: "time"),
    transform: ReadingOptions.time)
  var from: Timestamp?

  @Option(
    help: ArgumentHelp(
      "Only lines with an earlier ts: 2026-01-06 or a full timestamp.", valueName: "time"),
    transform: ReadingOptions.time)
  var to: Timestamp?

  /// The names of types, `nil` for all.
  var types: Set<String>? {
    let names = Self.names(typeNames)
    return names.isEmpty ? nil : Set(names)
  }

  var symbols: Set<String>? {
    let names = Self.names(symbolNames)
    return names.isEmpty ? nil : Set(names)
  }

  /// Whether lines are left out that an `end` counts or names.
  var changesEnd: Bool { from != nil || to != nil || symbols != nil }

  private static func names(_ lists: [String]) -> [String] {
    lists.flatMap { $0.split(separator: ",").map(String.init) }
  }

  func validate() throws {
    for name in Self.names(symbolNames) where Symbol(name) == nil {
      throw ValidationError("--symbol: '\(name)' is no symbol")
    }
    if let from, let to, from >= to {
      throw ValidationError("--from must be before --to")
    }
  }
}
