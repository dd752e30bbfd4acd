/// The length of a bar: `1s`, `10m`, `1w`, `1M` (a month of the calendar), or a name for bars that
/// are not bound to time (`100t`).
public struct Interval: Hashable, Sendable, Codable, CustomStringConvertible {
  public let text: String

  /// The length in milliseconds, of a month the mean (`CalendarMonth`); `nil` for bars that are not
  /// bound to time.
  public let milliseconds: Int64?

  /// The lengths of time that exchanges have bars of, from the shortest.
  public static let timed: [(text: String, milliseconds: Int64)] = [
    ("1s", 1_000), ("1m", 60_000), ("3m", 180_000), ("5m", 300_000), ("15m", 900_000),
    ("30m", 1_800_000), ("1h", 3_600_000), ("2h", 7_200_000), ("4h", 14_400_000),
    ("6h", 21_600_000), ("8h", 28_800_000), ("12h", 43_200_000), ("1d", 86_400_000),
    ("3d", 259_200_000), ("1w", 604_800_000),
  ]

  public static let minute = Interval(text: "1m", milliseconds: 60_000)

  /// A month of the calendar; there is no other number of them.
  public static let month = Interval(text: "1M", milliseconds: CalendarMonth.length)

  private init(text: String, milliseconds: Int64) {
    self.text = text
    self.milliseconds = milliseconds
  }

  /// What lengths of time are, as errors say it.
  public static let rule = "a number and s, m, h, d or w, as 1m, 10m, 4h, 1d, or 1M"

  private static let units: [(name: Character, milliseconds: Int64)] = [
    ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000),
  ]

  /// No bar is longer: 366 days.
  private static let longest: Int64 = 31_622_400_000

  /// `nil` unless the text is 1 to 16 letters, digits, `.`, `_` or `-`.
  ///
  /// A number of seconds, minutes, hours, days or weeks is a length of time, in its largest whole
  /// unit: `60m` is `1h`. Any other text is a name of bars that are not bound to time.
  public init?(_ text: String) {
    let bytes = text.utf8
    guard (1...16).contains(bytes.count), bytes.allSatisfy(Self.allows) else { return nil }
    if let known = Self.length(text).flatMap(Interval.init(milliseconds:)) {
      self = known
      return
    }
    self.text = text
    milliseconds = nil
  }

  private static func length(_ text: String) -> Int64? {
    if text == month.text { return CalendarMonth.length }
    let digits = text.dropLast()
    guard let unit = units.first(where: { $0.name == text.last }), digits.utf8.first != 0x30,
      digits.utf8.allSatisfy({ $0 &- 48 < 10 }), let count = Int64(digits), count <= longest
    else { return nil }
    return count * unit.milliseconds
  }

  /// The interval of that length; `nil` when none has it.
  public init?(milliseconds: Int64) {
    if milliseconds == CalendarMonth.length {
      self = Self.month
      return
    }
    guard milliseconds > 0, milliseconds <= Self.longest,
      let unit = Self.units.first(where: { milliseconds % $0.milliseconds == 0 })
    else { return nil }
    self.init(text: "\(milliseconds / unit.milliseconds)\(unit.name)", milliseconds: milliseconds)
  }

  /// What errors say that a text should have been that is no length of time: the rule, and the
  /// interval that was meant where the text says one in other words.
  public static func expected(for text: String) -> String {
    rule + (meant(by: text).map { " (did you mean '\($0)'?)" } ?? "")
  }

  /// The three of `timed` that are nearest to a text that is none of them, the nearest first: by
  /// length where it says one, `12h 8h 1d` for `10h`, else by name.
  public static func nearest(to text: String) -> [String] {
    length(of: text).map { nearest(to: $0) } ?? NearestName.three(text, among: timed.map(\.text))
  }

  /// The interval that is as long as a text says in other words: `1h` for `60min`, `1hour` and `1H`.
  public static func meant(by text: String) -> Interval? {
    length(of: text).flatMap { Interval(milliseconds: $0) }
  }

  /// What a number and a unit of time say; `nil` for several months, and for all else.
  private static func length(of text: String) -> Int64? {
    let unit = text.drop { $0.isNumber }
    guard let count = Int64(text.dropLast(unit.count)), count > 0 else { return nil }
    if unit == "M" || months.contains(unit.lowercased()) {
      return count == 1 ? CalendarMonth.length : nil
    }
    guard
      names.contains(unit.lowercased()),
      let one = units.first(where: { $0.name == unit.lowercased().first })
    else { return nil }
    let (length, overflow) = count.multipliedReportingOverflow(by: one.milliseconds)
    return overflow ? nil : length
  }

  /// Whether a text is a number and a unit of time, of bars that there are or not: `60min`, `0m`,
  /// `1y`.
  public static func saysTime(_ text: String) -> Bool {
    let unit = text.drop { $0.isNumber }
    let name = unit.lowercased()
    return unit.count < text.count
      && (names.contains(name) || months.contains(name) || ["y", "yr", "year"].contains(name))
  }

  private static let months: Set<String> = ["mo", "mon", "month", "months"]

  private static let names: Set<String> = [
    "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h", "hr",
    "hrs", "hour", "hours", "d", "day", "days", "w", "wk", "week", "weeks",
  ]

  /// The three of `timed` whose length is nearest by ratio, the nearest first.
  public static func nearest(to milliseconds: Int64) -> [String] {
    func ratio(_ other: Int64) -> Double {
      Double(max(milliseconds, other)) / Double(max(1, min(milliseconds, other)))
    }
    let ranked = timed.enumerated().sorted { a, b in
      (ratio(a.element.milliseconds), a.offset) < (ratio(b.element.milliseconds), b.offset)
    }
    return ranked.prefix(3).map(\.element.text)
  }

  private static func allows(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  public var description: String { text }

  /// Shorter intervals first; those without a length last, by text.
  public static func isOrdered(_ a: Interval, _ b: Interval) -> Bool {
    switch (a.milliseconds, b.milliseconds) {
    case (let a?, let b?): a < b
    case (_?, nil): true
    case (nil, _?): false
    case (nil, nil): a.text < b.text
    }
  }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Interval(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not an interval: \(text)"))
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
