import Foundation

/// The processes that one has started, and those that they have, as the system knows them now.
enum ProcessTree {
  /// All of them, the root first if it lives.
  static func members(of root: pid_t) -> [pid_t] {
    let parents = Dictionary(uniqueKeysWithValues: all().map { ($0.id, $0.parent) })
    func isBelow(_ id: pid_t) -> Bool {
      var id = id
      while let parent = parents[id], parent > 1 {
        if parent == root { return true }
        id = parent
      }
      return false
    }
    let below = parents.keys.filter(isBelow).sorted()
    return parents[root] == nil ? below : [root] + below
  }

  /// Every process that is no corpse, with its parent.
  private static func all() -> [(id: pid_t, parent: pid_t)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { name in
      // One that has ended meanwhile has no file.
      guard let id = pid_t(name),
        let text = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
        let end = text.lastIndex(of: ")")
      else { return nil }
      let fields = text[text.index(after: end)...].split(separator: " ")
      guard fields.count > 1, fields[0] != "Z", let parent = pid_t(fields[1]) else { return nil }
      return (id, parent)
    }
  }
}
