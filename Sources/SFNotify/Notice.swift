import SFCore

/// Something that a person is to be told.
public struct Notice: Sendable, Equatable {
  /// Whose it is: the name of a session.
  public let session: String
  public let level: NoticeLevel
  /// One line or several, for people.
  public let text: String
  public let at: Timestamp

  public init(session: String, level: NoticeLevel, text: String, at: Timestamp) {
    self.session = session
    self.level = level
    self.text = text
    self.at = at
  }

  /// As a message shows it: whose, when, what.
  ///
  ///     ERROR run-a 2026-01-05 03:12:09 UTC
  ///     the venue has not said what became of order 1767582729000-1
  package var block: String {
    let time = at.description
    let name = session.isEmpty ? "" : " \(session)"
    return
      "\(level.rawValue.uppercased())\(name) \(time.prefix(10)) \(time.dropFirst(11).prefix(8)) UTC\n"
      + text
  }
}

/// How grave a notice is; a notifier takes those of its level and above.
public enum NoticeLevel: String, CaseIterable, Comparable, Sendable, Codable {
  case info
  case warning
  case error

  /// What an `alert` line says; one that is unknown is the gravest, so that nobody misses it.
  public init(alert level: String) { self = NoticeLevel(rawValue: level) ?? .error }

  public static func < (a: NoticeLevel, b: NoticeLevel) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// How many notices of each level were not told.
package struct LeftOut: Sendable, Equatable {
  private(set) var counts: [NoticeLevel: Int] = [:]

  package var total: Int { counts.values.reduce(0, +) }
  package var isEmpty: Bool { total == 0 }

  package init() {}

  package mutating func add(_ level: NoticeLevel) { counts[level, default: 0] += 1 }

  package mutating func add(_ other: LeftOut) { counts.merge(other.counts, uniquingKeysWith: +) }

  /// What is left when those have been said.
  package mutating func subtract(_ said: LeftOut) {
    for (level, count) in said.counts { counts[level, default: 0] -= count }
  }

  /// `2 error, 1 info`: the gravest first.
  package var text: String {
    NoticeLevel.allCases.reversed().compactMap { level in
      counts[level].flatMap { $0 > 0 ? "\($0) \(level.rawValue)" : nil }
    }
    .joined(separator: ", ")
  }
}
