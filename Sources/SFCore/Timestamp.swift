/// A moment of market time: milliseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
  public let milliseconds: Int64

  @inlinable public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// 0001-01-01T00:00:00.000Z, before every other.
  public static let earliest = Timestamp(milliseconds: -62_135_596_800_000)

  /// 9999-12-31T23:59:59.999Z, after every other.
  public static let latest = Timestamp(milliseconds: 253_402_300_799_999)

  /// A day has no leap seconds here: UTC as exchanges count it.
  public static let millisecondsPerDay: Int64 = 86_400_000

  @inlinable
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

  @inlinable
  public static func + (a: Timestamp, milliseconds: Int64) -> Timestamp {
    Timestamp(milliseconds: a.milliseconds + milliseconds)
  }

  @inlinable
  public static func - (a: Timestamp, b: Timestamp) -> Int64 { a.milliseconds - b.milliseconds }

  /// Whole days since 1970-01-01.
  @inlinable
  public var day: Int64 { milliseconds.floored(by: Self.millisecondsPerDay) }

  /// Whether a text can hold it: years 0001 to 9999.
  @inlinable
  public var isRepresentable: Bool { self >= .earliest && self <= .latest }
}

extension Int64 {
  /// The quotient rounded towards minus infinity.
  @inlinable
  public func floored(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

/// A day of the proleptic Gregorian calendar.
public struct CalendarDay: Hashable, Sendable {
  public let year: Int
  public let month: Int
  public let day: Int

  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day that is `days` after 1970-01-01 (Hinnant, "chrono-compatible
  /// low-level date algorithms").
  public init(daysSince1970 days: Int64) {
    let shifted = days + 719_468
    let era = shifted.floored(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
  }

  public var daysSince1970: Int64 {
    let y = Int64(month <= 2 ? year - 1 : year)
    let era = y.floored(by: 400)
    let yearOfEra = y - era * 400
    let shiftedMonth = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Whether the calendar has such a day.
  public var exists: Bool {
    guard month >= 1, month <= 12, day >= 1 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= lengths[month - 1]
  }
}

/// The text of a timestamp: `2026-01-05T09:31:00.000Z`, 24 bytes, so that text order is time order.
public enum TimestampText {
  public static let length = 24

  /// The bytes of the date, up to the `T`.
  public static let dateLength = 10

  /// Reads exactly the 24 bytes at `p`; `nil` when they have another form or name no moment.
  public static func read(_ p: UnsafePointer<UInt8>) -> Timestamp? {
    guard let day = readDay(p), let time = readTime(p) else { return nil }
    return Timestamp(milliseconds: day * Timestamp.millisecondsPerDay + time)
  }

  /// The days since 1970-01-01 of the date at the start of a timestamp.
  private static func readDay(_ p: UnsafePointer<UInt8>) -> Int64? {
    guard p[4] == UInt8(ascii: "-"), p[7] == UInt8(ascii: "-"), let century = two(p),
      let years = two(p + 2), let month = two(p + 5), let day = two(p + 8)
    else { return nil }
    let date = CalendarDay(year: century * 100 + years, month: month, day: day)
    return date.year >= 1 && date.exists ? date.daysSince1970 : nil
  }

  /// The milliseconds since midnight of the timestamp that begins at `p`, whatever its date.
  @inline(__always)
  public static func readTime(_ p: UnsafePointer<UInt8>) -> Int64? {
    // `09:31:00` in one word: digits become 0…9, colons 0, anything else more in its byte.
    let text = UInt64(littleEndian: UnsafeRawPointer(p + 11).loadUnaligned(as: UInt64.self))
    let bytes = text ^ colons
    let others = ((bytes &+ 0x7676_7F76_767F_7676) | bytes) & 0x8080_8080_8080_8080
    let pairs = bytes &* 10 &+ (bytes >> 8)
    let (hour, minute, second) = (pairs & 0xFF, (pairs >> 24) & 0xFF, (pairs >> 48) & 0xFF)
    guard p[10] == UInt8(ascii: "T"), others == 0, hour < 24, minute < 60, second < 60,
      p[19] == UInt8(ascii: "."), let tens = two(p + 20), p[22] &- 48 < 10,
      p[23] == UInt8(ascii: "Z")
    else { return nil }
    let seconds = Int64((hour * 60 + minute) * 60 + second)
    return seconds * 1_000 + Int64(tens * 10 + Int(p[22] &- 48))
  }

  /// `00:00:00`, the first byte lowest.
  private static let colons: UInt64 = 0x3030_3A30_303A_3030

  @inline(__always)
  private static func two(_ p: UnsafePointer<UInt8>) -> Int? {
    let (tens, ones) = (p[0] &- 48, p[1] &- 48)
    return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
  }

  /// Writes 24 bytes; the timestamp must be representable.
  public static func write(_ ts: Timestamp, to p: UnsafeMutablePointer<UInt8>) {
    let date = CalendarDay(daysSince1970: ts.day)
    put(date.year / 100, p)
    put(date.year % 100, p + 2)
    p[4] = UInt8(ascii: "-")
    put(date.month, p + 5)
    p[7] = UInt8(ascii: "-")
    put(date.day, p + 8)
    p[10] = UInt8(ascii: "T")
    p[13] = UInt8(ascii: ":")
    p[16] = UInt8(ascii: ":")
    p[19] = UInt8(ascii: ".")
    p[23] = UInt8(ascii: "Z")
    writeTimeOfDay(ts, to: p)
  }

  /// Overwrites the time of day in a text of the same day.
  public static func writeTimeOfDay(_ ts: Timestamp, to p: UnsafeMutablePointer<UInt8>) {
    writeTimeOfDay(ts.milliseconds - ts.day * Timestamp.millisecondsPerDay, to: p)
  }

  /// Overwrites the time of day in a text, by the milliseconds since midnight.
  @inline(__always)
  public static func writeTimeOfDay(_ milliseconds: Int64, to p: UnsafeMutablePointer<UInt8>) {
    let ofDay = UInt32(truncatingIfNeeded: milliseconds)
    let (seconds, millisecond) = ofDay.quotientAndRemainder(dividingBy: 1_000)
    let (minutes, second) = seconds.quotientAndRemainder(dividingBy: 60)
    let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
    // Three numbers below 100 in one word, each divided by ten in its own lane.
    let pairs = UInt64(hour) | UInt64(minute) << 24 | UInt64(second) << 48
    let tens = ((pairs &* 103) >> 10) & 0x000F_0000_0F00_000F
    let digits = tens | (pairs &- 10 &* tens) << 8
    UnsafeMutableRawPointer(p + 11).storeBytes(
      of: (digits | colons).littleEndian, as: UInt64.self)
    p[20] = UInt8(truncatingIfNeeded: 48 + millisecond / 100)
    put(Int(millisecond % 100), p + 21)
  }

  @inline(__always)
  private static func put(_ value: Int, _ p: UnsafeMutablePointer<UInt8>) {
    p[0] = UInt8(truncatingIfNeeded: 48 + value / 10)
    p[1] = UInt8(truncatingIfNeeded: 48 + value % 10)
  }
}

extension Timestamp: CustomStringConvertible, Codable, ExpressibleByStringLiteral {
  /// Reads the form of the wire and no other.
  public init?(_ text: some StringProtocol) {
    var copy = String(text)
    let value = copy.withUTF8 { bytes -> Timestamp? in
      guard bytes.count == TimestampText.length, let start = bytes.baseAddress else { return nil }
      return TimestampText.read(start)
    }
    guard let value else { return nil }
    self = value
  }

  /// For constants in sources and tests.
  public init(stringLiteral text: String) {
    guard let value = Timestamp(text) else { preconditionFailure("not a timestamp: \(text)") }
    self = value
  }

  public var description: String {
    guard isRepresentable else { return "\(milliseconds) ms" }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: TimestampText.length) {
      TimestampText.write(self, to: $0.baseAddress!)
      return String(decoding: $0, as: UTF8.self)
    }
  }

  public init(from decoder: any Decoder) throws {
    milliseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }
}
