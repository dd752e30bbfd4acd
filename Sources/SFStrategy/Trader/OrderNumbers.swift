import SFCore

/// Ids made from what caused them: `<epoch ms of the mark>-<n>`, behind a prefix if there is one.
struct OrderNumbers: Sendable, Codable {
  private let prefix: String
  private var mark = Timestamp.earliest
  private var count = 0

  init(prefix: String) { self.prefix = prefix.isEmpty ? "" : prefix + "-" }

  /// The id of the next order that is decided at a mark.
  mutating func next(at ts: Timestamp) -> String {
    if ts != mark {
      mark = ts
      count = 0
    }
    count += 1
    return "\(prefix)\(ts.milliseconds)-\(count)"
  }
}
