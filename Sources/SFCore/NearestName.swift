/// Proposes what was meant by a name that is not known.
public enum NearestName {
  /// The nearest of `names`; `nil` when none is near.
  public static func of(_ name: String, among names: some Sequence<String>) -> String? {
    guard let best = ranked(name, names, kin: false).first,
      best.distance <= max(1, name.utf8.count / 3 + 1)
    else { return nil }
    return best.name
  }

  /// The three that are nearest, the nearest first, however far they are; fewer of fewer.
  public static func three(_ name: String, among names: some Sequence<String>) -> [String] {
    ranked(name, names, kin: true).prefix(3).map(\.name)
  }

  /// What an error says of a name that is unknown: `expected long, short`, which is all of up to six,
  /// and of more the nearest alone: `the nearest are sma ema hma`.
  public static func expected(_ name: String, among names: [String]) -> String {
    if names.isEmpty { return "expected none" }
    if names.count <= few { return "expected " + names.joined(separator: ", ") }
    return "the nearest are " + three(name, among: names).joined(separator: " ")
  }

  /// So many names are read at a glance.
  static let few = 6

  /// By distance, those of the same letters first. Capitals do not count; what goes on behind a name
  /// with `_` is near, and with `kin`, what shares a word with it.
  private static func ranked(
    _ name: String, _ names: some Sequence<String>, kin: Bool
  ) -> [(name: String, distance: Int)] {
    let small = name.lowercased()
    let (bytes, letters) = (Array(small.utf8), small.utf8.sorted())
    let words = Set(small.split(separator: "_").filter { $0.utf8.count > 2 })
    let found = names.enumerated().map { place, candidate in
      let other = candidate.lowercased()
      var distance = distance(bytes, Array(other.utf8))
      if !small.isEmpty, other.hasPrefix(small + "_") { distance = min(distance, 1) }
      if kin, !words.isDisjoint(with: other.split(separator: "_")) { distance = min(distance, 2) }
      let rank = (distance, other.utf8.sorted() == letters ? 0 : 1, place)
      return (name: candidate, distance: distance, rank: rank)
    }
    return found.sorted { $0.rank < $1.rank }.map { ($0.name, $0.distance) }
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
