import SFCore

/// The values that one parameter of a grid takes: `fast=5..50:5`, `sl=0.01,0.02`, `rule=a,b`.
package struct GridAxis: Hashable, Sendable {
  package let name: String
  /// At least one, in the order given.
  package let values: [ParameterValue]

  package init(_ text: String) throws(ConfigurationError) {
    let (name, list) = try NamedText.split(text, "--grid", example: "fast=5..50:5")
    self.name = name
    if let range = list.firstRange(of: "..") {
      values = try Self.range(text, list[..<range.lowerBound], list[range.upperBound...])
    } else {
      try Self.refuseColons(text, list)
      values = try NamedText.values(list, of: text, "--grid")
    }
    var seen: Set<ParameterValue> = []
    for value in values where !seen.insert(value).inserted {
      throw ConfigurationError("--grid", "has the value \(value) twice in '\(text)'")
    }
  }

  /// Refuses a range as other languages write it, which would be one value: `5:50:5`.
  private static func refuseColons(
    _ text: String, _ list: Substring
  ) throws(ConfigurationError) {
    let parts = list.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let from = Ratio(parts[0]), let to = Ratio(parts[1]), from < to,
      Ratio(parts[2]) != nil, !list.hasPrefix("0") || list.hasPrefix("0.")
    else { return }
    throw ConfigurationError(
      "--grid", "has the value '\(list)' in '\(text)', which is no range",
      help: "a range is \(parts[0])..\(parts[1]):\(parts[2])")
  }

  /// From the first bound to the second, both included where a step meets it.
  private static func range(
    _ text: String, _ first: Substring, _ rest: Substring
  ) throws(ConfigurationError) -> [ParameterValue] {
    let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let from = Ratio(first), let to = Ratio(parts[0]),
      let step = parts.count == 2 ? Ratio(parts[1]) : .one
    else {
      throw ConfigurationError("--grid", "has no range FROM..TO:STEP of numbers in '\(text)'")
    }
    guard step > .zero, from <= to else {
      throw ConfigurationError(
        "--grid", "goes from \(from) to \(to) by \(step) in '\(text)': expected upwards")
    }
    let (width, isTooWide) = to.units.subtractingReportingOverflow(from.units)
    guard !isTooWide, width / step.units < ParameterSpace.most else {
      let count = isTooWide ? "too many" : "\(width / step.units + 1)"
      throw ConfigurationError(
        "--grid", "has \(count) values in '\(text)', at most \(ParameterSpace.most)")
    }
    let count = width / step.units + 1
    return (0..<count).map { ParameterValue(Ratio(units: from.units + $0 * step.units)) }
  }
}

/// `NAME=…`, as options of a sweep take it.
package enum NamedText {
  package static func split(
    _ text: String, _ option: String, example: String
  ) throws(ConfigurationError) -> (name: String, rest: Substring) {
    let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard pair.count == 2, ColumnName.accepts(pair[0]) else {
      throw ConfigurationError(
        option, "must be NAME=…, found '\(text)'", help: "for example \(example)")
    }
    return (String(pair[0]), pair[1])
  }

  package static func values(
    _ list: Substring, of text: String, _ option: String
  ) throws(ConfigurationError) -> [ParameterValue] {
    var values: [ParameterValue] = []
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      guard let value = ParameterValue(String(part)) else {
        throw ConfigurationError(
          option,
          "has the value '\(part)' in '\(text)': expected letters, digits and . _ + : @ / = -")
      }
      values.append(value)
    }
    return values
  }
}
