/// Proposes what was meant by a name that is not known.
public enum NearestName {
  /// The nearest of `names`; `nil` when none is near.
  public static func of(_ name: String, among names: some Sequence<String>) -> String? {
    var best: (name: String, distance: Int)?
    for candidate in names {
      let distance = distance(Array(name.utf8), Array(candidate.utf8))
      if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    guard let best, best.distance <= max(1, name.utf8.count / 3 + 1) else { return nil }
    return best.name
  }

  /// `did you mean 'sma'?`
  public static func help(for name: String, among names: some Sequence<String>) -> String? {
    of(name, among: names).map { "did you mean '\($0)'?" }
  }

  /// Edits between two texts; swapping neighbours is one (optimal string alignment).
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
