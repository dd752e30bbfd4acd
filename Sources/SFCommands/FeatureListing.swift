import SFCore
import SFFeatures

/// The catalog of features as `sf-features --list` prints it: by group.
enum FeatureListing {
  static var catalogs: [ListedCatalog] {
    FeatureGroup.allCases.compactMap { group in
      let members = FeatureDescription.all.filter { $0.group == group }
      guard !members.isEmpty else { return nil }
      return ListedCatalog(
        group.rawValue.uppercased(),
        members: members.map { ListedCatalog.Member(kind: $0.kind, text: $0.text, json: $0.json) })
    }
  }
}

extension FeatureDescription {
  fileprivate var text: String {
    var lines = ["  \(spec)", "      \(summary)"]
    lines += parameters.map { "        \($0.name): \($0.explanation)" }
    let suffixes = outputs.map(\.suffix).filter { !$0.isEmpty }
    var facts = [
      warmUp.map { "first value with bar \($0)" },
      suffixes.isEmpty
        ? nil
        : "outputs "
          + outputs.map { $0.suffix.isEmpty ? kind : ".\($0.suffix)" }
          .joined(separator: " "),
      source == .optional ? "of any source" : nil,
      needsVolume ? "needs volume" : nil,
    ].compactMap { $0 }
    if facts.isEmpty { facts = ["one value a bar"] }
    return (lines + ["      \(facts.joined(separator: "; "))"]).joined(separator: "\n")
  }

  fileprivate var json: JSONText {
    var members: [(String, JSONText)] = [
      ("kind", .string(kind)), ("group", .string(group.rawValue)), ("summary", .string(summary)),
      ("parameters", .array(parameters.map(\.json))),
      (
        "outputs",
        .array(
          outputs.map {
            .object([("suffix", .string($0.suffix)), ("unit", .string($0.unit.rawValue))])
          })
      ),
      ("source", .string(source.rawValue)), ("needs_volume", .literal(needsVolume)),
    ]
    if let warmUp { members.append(("warm_up", .literal(warmUp))) }
    return .object(members)
  }
}
