import SFCore
import SFWire

/// Whether two lines say the same: keys in any order, numbers within a tolerance.
struct LineComparison {
  /// The share of the larger by which two numbers may differ; 0 for none.
  let tolerance: Double

  func isSame(_ a: JSONValue, _ b: JSONValue) -> Bool {
    switch (a, b) {
    case (.number(let a), .number(let b)): return a == b || isClose(Double(a), Double(b))
    case (.array(let a), .array(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { isSame($0, $1) }
    case (.object(let x), .object(let y)):
      return x.count == y.count
        && x.allSatisfy { member in b[member.key].map { isSame(member.value, $0) } ?? false }
    default: return a == b
    }
  }

  private func isClose(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return false }
    return abs(a - b) <= tolerance * max(abs(a), abs(b))
  }

  /// The keys by which two lines differ, in the order of the first; nested ones with a point.
  func keys(_ a: JSONValue, _ b: JSONValue, _ prefix: String = "") -> [String] {
    guard let x = a.members, let y = b.members else { return isSame(a, b) ? [] : [prefix] }
    var keys: [String] = []
    for member in x {
      let name = prefix.isEmpty ? member.key : "\(prefix).\(member.key)"
      if let other = b[member.key] {
        keys += self.keys(member.value, other, name)
      } else {
        keys.append(name)
      }
    }
    return keys
      + y.filter { a[$0.key] == nil }.map { prefix.isEmpty ? $0.key : "\(prefix).\($0.key)" }
  }
}
