import SFTestSupport
import SFWire
import Testing

/// What a gate says of a session, by criterion.
struct SaidByGate {
  struct Row { let verdict, why: String }

  private(set) var rows: [String: Row] = [:]
  private(set) var details: [String] = []

  /// Which have not passed, in the order of their names; but those that are not asked.
  var failing: [String] {
    rows.filter { !["pass", "not asked"].contains($0.value.verdict) }
      .map { "\($0.key) \($0.value.verdict)" }.sorted()
  }

  func why(_ criterion: String) -> String { rows[criterion]?.why ?? "" }

  init(_ session: RehearsedSession, _ options: String = "--rehearsal") throws {
    let result = try session.run(
      "sf-gate run --expected expected.jsonl \(options) -q --format jsonl")
    #expect(result.error.isEmpty, "\(result.error)")
    for line in result.output.split(separator: "\n") {
      let value = try JSONValue(text: Array(line.utf8))
      if let what = value["what"]?.string {
        details.append(what)
      } else if let key = value["criterion"]?.string {
        rows[key] = Row(verdict: value["verdict"]?.string ?? "", why: value["why"]?.string ?? "")
      }
    }
    #expect(result.status == (failing.isEmpty ? 0 : 1))
    #expect(rows.count == 10)
  }
}
