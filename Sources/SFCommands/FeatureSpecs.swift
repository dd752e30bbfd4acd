import SFCore
import SFDetect
import SFExpressions
import SFFeatures

/// From the columns that something reads back to the specs of `sf-features` that write them.
enum FeatureSpecs {
  /// What feeds detectors that see bars only: `sf-features` without a spec computes nothing.
  private static let least = "sma:1"

  /// The specs for these columns, each once, in the order of the columns; market fields have none.
  static func feeding(_ columns: [String]) throws(ConfigurationError) -> [String] {
    var specs: [String] = []
    for column in columns where !MarketField.known.contains(column) {
      guard let spec = spec(of: column) else {
        throw ConfigurationError(
          column, "is the column of no feature that --print-features knows",
          help: "columns are called by kind and values, as in sma_20 or macd_12_26_9_signal")
      }
      if !specs.contains(spec) { specs.append(spec) }
    }
    return specs.isEmpty ? [least] : specs
  }

  /// The spec that writes a column of that name; `nil` when none does.
  static func spec(of column: String) -> String? { specs(of: column[...]).first }

  /// All specs that write a column of that name.
  ///
  /// A name is read as kind, values, source, output and interval, and a reading counts when the
  /// feature stage gives the column for it.
  private static func specs(of column: Substring) -> [String] {
    featureCatalog.members.flatMap { member -> [String] in
      guard column.hasPrefix(member.kind) else { return [] }
      let rest = column.dropFirst(member.kind.count)
      guard rest.isEmpty || rest.hasPrefix("_") else { return [] }
      let parts = rest.split(separator: "_")
      guard parts.count >= member.parameters.count else { return [] }
      let values = parts.prefix(member.parameters.count).map(value)
      let head = ([member.kind] + [values.joined(separator: ",")].filter { !$0.isEmpty })
        .joined(separator: ":")
      return readings(head, parts.dropFirst(member.parameters.count)).filter { writes($0, column) }
    }
  }

  /// What the words behind the values may be: nothing or an output, an interval, a source.
  private static func readings(_ head: String, _ words: ArraySlice<Substring>) -> [String] {
    var list = [head]
    for end in (words.startIndex..<words.endIndex).reversed() {
      let name = words[...end].joined(separator: "_")
      let isField = BarField(rawValue: name) != nil || MarketField.known.contains(name)
      let sources = isField ? [name] : specs(of: name[...])
      list += sources.flatMap { ["\(head)(\($0))", "\(head)(\($0).\(words[end]))"] }
    }
    guard let last = words.last, Interval(String(last))?.milliseconds != nil else { return list }
    return list + readings(head, words.dropLast()).map { "\($0)@\(last)" }
  }

  /// `2p5` is 2.5, and `m1` is -1.
  private static func value(_ part: Substring) -> String {
    guard part.contains(where: \.isNumber) else { return String(part) }
    return String(part.map { $0 == "p" ? "." : $0 == "m" ? "-" : $0 })
  }

  private static func writes(_ spec: String, _ column: Substring) -> Bool {
    // A reading that is no spec is no reading.
    guard let stage = try? FeatureStage([spec]) else { return false }
    return stage.columns.contains(String(column))
  }
}
