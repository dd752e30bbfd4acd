import SFCore
import SFWire

/// Keys and values that decoding lets pass, and that are hardly meant: each said once a stream.
struct KeyCheck {
  private var said: Set<String> = []

  /// Whether this has not been said yet; from now on it has.
  mutating func isNew(_ what: String) -> Bool { said.insert(what).inserted }

  mutating func check(_ value: JSONValue, _ type: LineType, _ line: Int) -> [Finding] {
    let rules = LineTable.rules(of: type)
    var findings: [Finding] = []
    for member in value.members ?? [] where !member.key.hasPrefix("x_") {
      if let rule = rules.first(where: { $0.key == member.key }) {
        guard [.float, .fraction].contains(rule.kind), member.value == .null, !rule.mayBeNull
        else { continue }
        if isNew("null \(type.name) \(rule.key)") {
          let expected = rule.isRequired ? "a number" : "a number, or no key at all"
          findings.append(
            Finding(
              line: line, level: .warning, rule: "null",
              message: "found null for '\(rule.key)' of a \(type.name), expected \(expected)"))
        }
        continue
      }
      // A bar may carry further market fields, which are numbers.
      if type == .bar, case .number = member.value, near(member.key, rules) == nil { continue }
      if isNew("key \(type.name) \(member.key)") {
        let help = near(member.key, rules).map { ": did you mean '\($0)'?" } ?? ""
        findings.append(
          Finding(
            line: line, level: .warning, rule: "key",
            message:
              "found the unknown key '\(member.key)' of a \(type.name), expected x_\(member.key)"
              + help))
      }
    }
    return findings
  }

  /// A key of the table that may have been meant.
  private func near(_ key: String, _ rules: [FieldRule]) -> String? {
    guard let nearest = NearestName.of(key, among: rules.map(\.key)) else { return nil }
    // `trades` is near to nothing; `volumne` is near to `volume`.
    return abs(nearest.utf8.count - key.utf8.count) <= 1 && nearest.first == key.first
      ? nearest : nil
  }
}
