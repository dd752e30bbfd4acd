import SFCore

/// The text of a pipeline with `{name}` where a parameter stands.
///
/// Values hold nothing that a shell reads, so that a filled text is a pipeline whose words are
/// those of the template.
package struct PipelineTemplate: Hashable, Sendable {
  package let text: String
  /// What stands before the first name, and behind each.
  private let texts: [String]
  /// The names as they stand in the text, one after the other.
  private let places: [String]

  package init(_ text: String) throws(ConfigurationError) {
    self.text = text
    var texts: [String] = []
    var places: [String] = []
    var rest = text[...]
    while let open = Self.nextPlace(rest) {
      guard let close = rest[open...].firstIndex(of: "}"),
        case let name = rest[rest.index(after: open)..<close], ColumnName.accepts(name)
      else {
        throw ConfigurationError(
          "the pipeline", "has a '{' without a name and '}' at '\(rest[open...].prefix(20))'",
          help: "braces that a program of yours needs stand in a script of its own")
      }
      texts.append(String(rest[..<open]))
      places.append(String(name))
      rest = rest[rest.index(after: close)...]
    }
    self.texts = texts + [String(rest)]
    self.places = places
  }

  /// The next `{` that is no `${` of the shell.
  private static func nextPlace(_ text: Substring) -> Substring.Index? {
    text.indices.first { index in
      text[index] == "{" && (index == text.startIndex || text[text.index(before: index)] != "$")
    }
  }

  /// The names in the order in which they first stand in the text.
  package var names: [String] {
    var seen: Set<String> = []
    return places.filter { seen.insert($0).inserted }
  }

  /// Refuses a name without a value, one that has two, and a parameter that no place takes.
  package func check(_ parameters: [String]) throws(ConfigurationError) {
    for name in names where !parameters.contains(name) {
      throw ConfigurationError(
        "'{\(name)}'", "has no values: give it --grid, --draw or --set",
        help: NearestName.help(for: name, among: parameters))
    }
    var seen: Set<String> = []
    for name in parameters where !seen.insert(name).inserted {
      throw ConfigurationError("'\(name)'", "is given twice, expected one --grid, --draw or --set")
    }
    for name in parameters where !places.contains(name) {
      throw ConfigurationError(
        "'\(name)'", "stands nowhere in the pipeline: expected {\(name)}",
        help: NearestName.help(for: name, among: names))
    }
  }

  /// The text of one trial, which must have every name.
  package func text(for trial: Trial) -> String {
    text { name in
      guard let value = trial[name] else { preconditionFailure("\(name) was checked before") }
      return value.text
    }
  }

  /// The text with what `value` says at each place.
  package func text(_ value: (String) -> String) -> String {
    zip(places, texts.dropFirst()).reduce(texts[0]) { $0 + value($1.0) + $1.1 }
  }
}
