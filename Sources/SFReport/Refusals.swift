import SFCore

/// How often who said no, and why. What was reduced was not refused: it is counted apart.
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
  /// Who reduced, and why.
  public private(set) var reductions = Groups<Key, Int>()

  public init() {}

  public mutating func update(_ refusal: Refusal) {
    let key = Key(by: refusal.by, reason: refusal.reason.rawValue)
    guard refusal.quantity == nil else {
      reduced += 1
      return Self.count(key, &reductions)
    }
    refused += 1
    if refusal.reason.kind == .room { forRoom += 1 }
    Self.count(key, &groups)
  }

  private static func count(_ key: Key, _ groups: inout Groups<Key, Int>) {
    let isFurther = groups.list.count >= maximumReasons && !groups.contains(key)
    groups.update(isFurther ? further : key, new: 0) { $0 += 1 }
  }
}
