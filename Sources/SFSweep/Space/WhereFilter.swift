import SFCore
import SFExpressions

/// Which trials are run: a condition over their parameters, `fast < slow`.
package struct WhereFilter {
  private var condition: ConditionExpression
  private let names: [String]

  /// Refuses a name that is no parameter.
  package init(_ text: String, _ parameters: [String]) throws(ConfigurationError) {
    do {
      condition = try ConditionExpression(text)
    } catch {
      throw error.configurationError(of: "--where")
    }
    names = condition.names
    for name in names where !parameters.contains(name) {
      throw ConfigurationError(
        "--where", "names '\(name)', which is no parameter",
        help: NearestName.help(for: name, among: parameters))
    }
    condition.bind(names.indices.map { ValuePlace.column($0) })
  }

  /// Whether the condition holds; a word has no number, and what needs one does not hold.
  package func keeps(_ trial: Trial) -> Bool {
    var condition = condition
    let row = names.map { trial[$0]?.number ?? .nan }
    let nothing = Bar(series: 0, open: 0, high: 0, low: 0, close: 0, volume: nil)
    return condition.update(nothing, [], row.span) == true
  }
}
