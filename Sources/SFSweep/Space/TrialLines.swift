import SFCore
import SFWire

/// Trials that someone else chose: a line of JSON each, `{"fast":5,"slow":20}`.
package enum TrialLines {
  /// Refuses what is no flat object of numbers and words, or names other parameters than the
  /// trial before.
  package static func read(_ line: Line, names: [String]?) throws(WireError) -> Trial {
    let value = try JSONValue(line)
    guard let members = value.members, !members.isEmpty else {
      throw line.error(at: line.start, expected: "an object like {\"fast\":5,\"slow\":20}")
    }
    var parameters: [Trial.Parameter] = []
    for member in members {
      guard ColumnName.accepts(member.key), let text = text(member.value),
        let parameter = ParameterValue(text)
      else {
        throw line.error(
          at: line.start, expected: "a number or a word as '\(member.key)', with a name of letters")
      }
      parameters.append(Trial.Parameter(member.key, parameter))
    }
    if let names, Set(parameters.map(\.name)) != Set(names) {
      throw line.error(at: line.start, expected: "the parameters \(names.joined(separator: ", "))")
    }
    return Trial(parameters)
  }

  /// A number with an exponent or more decimals than a spec takes, as optimisers write them:
  /// rounded to eight. One that is too large stays as it is.
  private static func rounded(_ text: String) -> String {
    guard let units = Double(text).flatMap({ Int64(exactly: ($0 * 1e8).rounded()) }) else {
      return text
    }
    return Ratio(units: units).description
  }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .number(let text): Ratio(text)?.description ?? rounded(text)
    case .string(let text): text
    case .null, .bool, .array, .object: nil
    }
  }
}
