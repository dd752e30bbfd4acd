import SFCore

/// Ids made from what caused them: `<epoch ms of the mark>-<n>`, behind a prefix if there is one.
struct OrderNumbers: Sendable, Codable {
  private let prefix: String
  private var mark = Timestamp.earliest
  private var count = 0

  init(prefix: String) { self.prefix = prefix.isEmpty ? "" : prefix + "-" }

  /// The id of the next order that is decided at a mark.
  mutating func next(at ts: Timestamp) -> String {
    use(last(at: ts) + 1, at: ts)
    return id(count, at: ts)
  }

  /// The number of the last order of a mark; 0 before the first.
  func last(at ts: Timestamp) -> Int { ts == mark ? count : 0 }

  func id(_ number: Int, at ts: Timestamp) -> String { "\(prefix)\(ts.milliseconds)-\(number)" }

  /// An order of a mark has taken a number; later ones take higher numbers.
  mutating func use(_ number: Int, at ts: Timestamp) {
    count = max(last(at: ts), number)
    mark = ts
  }
}
