/// A length of time in whole milliseconds: `500ms`, `5s`, `15m`, `2h`, `30d`, `2w`.
public struct TimeSpan: Hashable, Comparable, Sendable {
  public let milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  public static let zero = TimeSpan(milliseconds: 0)

  public static func milliseconds(_ count: Int) -> TimeSpan {
    TimeSpan(milliseconds: Int64(count))
  }

  public static func seconds(_ count: Int) -> TimeSpan {
    TimeSpan(milliseconds: Int64(count) * 1_000)
  }

  public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.milliseconds < b.milliseconds }
}

extension TimeSpan: CustomStringConvertible {
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", Timestamp.millisecondsPerDay),
    ("w", 7 * Timestamp.millisecondsPerDay),
  ]

  /// The most of a unit that a text may say; more is a slip of the finger.
  private static let most: Int64 = 1_000_000

  /// Reads a whole number, 0 to 1 000 000, and its unit; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    let number = text.prefix { !$0.isLetter }
    let name = text[number.endIndex...]
    guard let unit = Self.units.first(where: { $0.name == name }), let count = Int64(number),
      (0...Self.most).contains(count)
    else { return nil }
    milliseconds = count * unit.milliseconds
  }

  /// In the largest unit of which it is a whole number.
  public var description: String {
    let unit = Self.units.last { milliseconds % $0.milliseconds == 0 && milliseconds != 0 }
    let (name, length) = unit ?? Self.units[0]
    return "\(milliseconds / length)\(name)"
  }

  /// For people: `10 s`, `1.5 s`.
  public var inSeconds: String {
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
    return rest == 0 ? "\(seconds) s" : "\(Double(milliseconds) / 1_000) s"
  }
}
