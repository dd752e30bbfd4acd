import SFCore

/// How often who said no, and why; a reduced order is counted apart.
public struct Refusals: Codable, Hashable, Sendable {
  public struct Key: Codable, Hashable, Sendable, Comparable {
    public let by: String
    public let reason: String

    public static func < (a: Key, b: Key) -> Bool {
      a.by != b.by ? a.by < b.by : a.reason < b.reason
    }
  }

  /// Reasons of foreign stages may hold numbers; beyond so many they are counted together.
  static let maximumReasons = 1_000
  static let further = Key(by: "…", reason: "further reasons")

  public private(set) var refused = 0
  public private(set) var reduced = 0
  /// Refused since cash, a cap or the number of positions left no room.
  public private(set) var forRoom = 0
  public private(set) var groups = Groups<Key, Int>()

  public init() {}

  public mutating func update(_ refusal: Refusal) {
    if refusal.quantity == nil { refused += 1 } else { reduced += 1 }
    if refusal.quantity == nil, refusal.reason.kind == .room { forRoom += 1 }
    var key = Key(by: refusal.by, reason: refusal.reason.rawValue)
    if groups.list.count >= Self.maximumReasons, !groups.contains(key) { key = Self.further }
    groups.update(key, new: 0) { $0 += 1 }
  }
}
