import SFCore

/// How much of something was used in the length of time that runs, of which the exchange has one
/// behind the other, from midnight.
package struct UsageWindow: Equatable, Sendable {
  /// The exchange's words: 10 and `SECOND`, 1 and `DAY`.
  package let count: Int
  package let unit: String
  package let limit: Int
  package private(set) var used = 0
  private var begin: Int64 = .min

  package init(_ count: Int, _ unit: Unit, limit: Int) {
    self.count = count
    self.unit = unit.rawValue
    self.limit = limit
    length = Int64(count) * unit.milliseconds
  }

  package enum Unit: String, Sendable {
    case second = "SECOND"
    case minute = "MINUTE"
    case day = "DAY"

    var milliseconds: Int64 {
      switch self {
      case .second: 1_000
      case .minute: 60_000
      case .day: Timestamp.millisecondsPerDay
      }
    }
  }

  /// In milliseconds.
  package let length: Int64

  /// The letter of headers: `10S`, `1M`, `1D`.
  package var mark: String { "\(count)\(unit.prefix(1))" }

  package mutating func advance(to time: Timestamp) {
    let now = time.milliseconds.floored(by: length) * length
    if now == begin { return }
    begin = now
    used = 0
  }

  package mutating func use(_ amount: Int) { used += amount }

  /// Gives back, and never more than was used.
  package mutating func giveBack(_ amount: Int) { used = max(0, used - amount) }

  /// When the next one begins.
  package var end: Timestamp { Timestamp(milliseconds: begin + length) }
}
