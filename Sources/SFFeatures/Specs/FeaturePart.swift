import SFCore

/// A term of a spec once it is planned: where its values stand, and what it is called.
struct FeaturePart {
  struct Output {
    let suffix: String
    /// `nil` where it follows from an expression.
    let unit: FeatureUnit?
  }

  /// The slot of the first output.
  let first: Int
  let outputs: [Output]
  /// The output that was chosen; `nil` when none was.
  let chosen: Int?
  /// The text with all parameters, up to output and interval.
  let canonicalStem: String
  /// The name of its columns, up to output and interval.
  let stem: String
  let interval: Interval?
  /// Why its name would not say what it is; `nil` when it does.
  let nameless: String?

  /// The output that is read when it is the source of another.
  func read() throws(ConfigurationError) -> Int {
    if let chosen { return chosen }
    guard outputs.count > 1, outputs[0].suffix.isEmpty == false else { return 0 }
    throw ConfigurationError(
      "'\(canonicalStem)'",
      "has the outputs \(outputs.map(\.suffix).joined(separator: " ")): expected one of them",
      help: "for example \(canonicalStem).\(outputs[0].suffix)")
  }

  func columnName(_ output: Int) -> String {
    stem + (outputs[output].suffix.isEmpty ? "" : "_\(outputs[output].suffix)")
      + (interval.map { "_\($0)" } ?? "")
  }

  var canonical: String {
    let output = chosen.map { outputs[$0].suffix } ?? ""
    return canonicalStem + (output.isEmpty ? "" : ".\(output)") + (interval.map { "@\($0)" } ?? "")
  }

  /// The place of the output with that suffix.
  static func choice(
    _ suffix: String?, among outputs: [FeatureOutput], of kind: String
  ) throws(ConfigurationError) -> Int? {
    guard let suffix else { return nil }
    if let place = outputs.firstIndex(where: { $0.suffix == suffix }) { return place }
    let suffixes = outputs.map(\.suffix).filter { !$0.isEmpty }.map { ".\($0)" }
    throw ConfigurationError(
      "'.\(suffix)'",
      "is no output of \(kind)"
        + (suffixes.isEmpty
          ? ": it has one" : ": \(NearestName.expected(".\(suffix)", among: suffixes))"),
      help: NearestName.help(for: ".\(suffix)", among: suffixes))
  }
}

/// What a feature is computed of.
struct FeatureReading {
  let input: FeatureNode.Input
  /// What its numbers measure; `nil` when nobody says.
  let unit: FeatureUnit?
  /// What stands between the brackets, with all parameters.
  let canonical: String
  let columnName: String
  /// The suffix or name that stands last in the name.
  let lastName: String
  /// Whether an interval stands in it.
  let hasInterval: Bool
  let nameless: String?
}
