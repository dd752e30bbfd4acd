import SFCore
import SFReport

/// What a gate says of a session.
public struct GateVerdict: Sendable {
  public struct Row: Sendable {
    public let key: String
    public let finding: GateFinding
    /// Whether it counts: a rehearsal is not asked whether it was lived.
    public let counts: Bool
  }

  public let days: ClosedRange<Int64>?
  public let isRehearsal: Bool
  public let rows: [Row]

  /// Judges by all criteria.
  public init(_ evidence: GateEvidence, _ terms: GateTerms) {
    isRehearsal = terms.isRehearsal
    days = evidence.window(terms)
    guard let days else {
      rows = [
        Row(
          key: EnoughCriterion.key,
          finding: .missing(
            limit: "\(terms.days) days, \(terms.roundTrips) round trips",
            "there is no whole day (UTC) that was traded"), counts: true)
      ]
      return
    }
    rows = GateCriteria.all.map { criterion in
      Row(
        key: criterion.key, finding: criterion.judge(evidence, over: days, terms),
        counts: !(terms.isRehearsal && criterion == LivedCriterion.self))
    }
  }

  /// Whether all that counts has passed.
  public var passes: Bool { rows.allSatisfy { !$0.counts || $0.finding.verdict == .pass } }

  /// What a criterion has found; `nil` where it was not asked.
  public subscript(key: String) -> GateFinding? { rows.first { $0.key == key }?.finding }

  // MARK: For people and programs

  private static let mostDetails = 20

  public var tables: [Table] {
    let columns = ["criterion", "limit", "value", "verdict", "why"]
    let found = rows.map { row -> [Cell] in
      let verdict = row.counts ? row.finding.verdict.rawValue : "not asked"
      return [row.key, row.finding.limit, row.finding.value, verdict, row.finding.reason].map {
        .text($0.shown())
      }
    }
    let details = rows.flatMap { row in
      row.finding.details.prefix(Self.mostDetails).map { [Cell.text(row.key), .text($0.shown())] }
        + Self.rest(row)
    }
    return [
      Table("criteria", title, columns.map { .init($0, $0) }, found),
      Table(
        "details", "Details", [.init("criterion", "criterion"), .init("what", "what")], details),
    ]
  }

  private static func rest(_ row: Row) -> [[Cell]] {
    let more = row.finding.details.count - mostDetails
    return more > 0 ? [[.text(row.key), .text("and \(more) more")]] : []
  }

  private var title: String {
    let name = isRehearsal ? "Rehearsal" : "Gate"
    return days.map { "\(name), \(GateText.days($0))" } ?? name
  }

  /// The whole in a sentence.
  public var sentence: String {
    let failed = rows.filter { $0.counts && $0.finding.verdict != .pass }.map(\.key)
    guard failed.isEmpty else { return "not through: \(failed.joined(separator: ", "))" }
    return isRehearsal
      ? "the rehearsal is through: lived is all that is left to show" : "through: all have passed"
  }
}
