import SFCore

/// What is raised of a session: state, not noise. Each finding is said once when it begins and once
/// when it is over; between only where `repeat` asks for it.
public struct AlertBook: Sendable {
  /// A rule, and how it is said.
  public struct Watch: Sendable {
    public var rule: any AlertRule
    public let kind: String
    public let level: AlertLevel
    /// `nil` for once.
    public let repeats: TimeSpan?

    /// Reads a spec.
    public init(_ spec: String) throws(ConfigurationError) {
      let (rule, arguments) = try alertRuleCatalog.make(spec)
      self.rule = rule
      kind = type(of: rule).kind
      level = Self.said("level", arguments).flatMap(AlertLevel.init) ?? type(of: rule).level
      if let text = Self.said("repeat", arguments) {
        guard let span = TimeSpan(text), span > .zero else {
          throw ConfigurationError(
            "'\(spec)': repeat", "must be a length of time, as 30m or 6h, found \(text)")
        }
        repeats = span
      } else {
        repeats = nil
      }
    }

    /// What every rule takes is given by name or not at all.
    private static func said(_ name: String, _ arguments: Arguments) -> String? {
      arguments.spec.named.first { $0.key == name }?.value
    }
  }

  /// Something that is raised.
  public struct Raised: Sendable, Equatable {
    public let kind: String
    public let level: AlertLevel
    /// The mark at which it was raised.
    public let since: Timestamp
    public internal(set) var finding: AlertFinding
    var said: Timestamp
  }

  /// A rule's findings now, and how often it was raised.
  public struct Tally: Sendable, Equatable {
    public let kind: String
    public let open: Int
    public let raised: Int
  }

  private struct Key: Hashable {
    let watch: Int
    let subject: String
  }

  private var watches: [Watch]
  private var raised: [Key: Raised] = [:]
  /// How often each rule was raised.
  private var counts: [Int]

  public init(_ watches: [Watch]) {
    self.watches = watches
    counts = watches.map { _ in 0 }
  }

  /// The kinds of its rules, and how many findings each has now.
  public var tally: [Tally] {
    watches.indices.map { index in
      Tally(
        kind: watches[index].kind, open: raised.keys.count { $0.watch == index },
        raised: counts[index])
    }
  }

  /// What is raised now: by rule, then by subject.
  public var open: [Raised] { raised.sorted { Self.precedes($0.key, $1.key) }.map(\.value) }

  private static func precedes(_ a: Key, _ b: Key) -> Bool {
    (a.watch, a.subject) < (b.watch, b.subject)
  }

  /// Asks every rule, and says what has changed: what is over first, then what is new.
  public mutating func look(at session: SessionState, wall: Timestamp) -> [Alert] {
    guard let mark = session.mark else { return [] }
    var alerts: [Alert] = []
    for index in watches.indices {
      let found = watches[index].rule.findings(session, at: wall)
        .sorted { $0.subject < $1.subject }
      let subjects = Set(found.map(\.subject))
      let over = raised.keys.filter { $0.watch == index && !subjects.contains($0.subject) }
      for key in over.sorted(by: Self.precedes) {
        guard let ended = raised.removeValue(forKey: key) else { continue }
        alerts.append(
          alert(watches[index], "cleared", value: nil, ended.finding, "no longer: "))
      }
      for finding in found {
        if let alert = take(finding, index, mark, wall) { alerts.append(alert) }
      }
    }
    return alerts
  }

  private mutating func take(
    _ finding: AlertFinding, _ index: Int, _ mark: Timestamp, _ wall: Timestamp
  ) -> Alert? {
    let key = Key(watch: index, subject: finding.subject)
    let watch = watches[index]
    guard var known = raised[key] else {
      counts[index] += 1
      raised[key] = Raised(
        kind: watch.kind, level: watch.level, since: mark, finding: finding, said: wall)
      return alert(watch, "raised", value: finding.value, finding, "")
    }
    known.finding = finding
    defer { raised[key] = known }
    guard let repeats = watch.repeats, wall - known.said >= repeats.milliseconds else { return nil }
    known.said = wall
    return alert(watch, "raised", value: finding.value, finding, "still: ")
  }

  private func alert(
    _ watch: Watch, _ state: String, value: Double?, _ finding: AlertFinding, _ prefix: String
  ) -> Alert {
    Alert(
      level: watch.level.rawValue, rule: watch.kind, state: state, value: value,
      limit: finding.limit, text: prefix + finding.text)
  }
}
