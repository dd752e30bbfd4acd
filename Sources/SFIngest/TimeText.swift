import SFCore

/// A time as files and people write it: a number since 1970, or a date with or without a time of
/// day and a zone.
///
///     1640991660000    2021-12-31    2021-12-31 23:01    2021-12-31T23:01:00.000000+02:00
///
/// A text without zone is UTC. Years are four digits and come first.
enum TimeText {
  enum Reading: Equatable {
    case time(milliseconds: Int64, TimeUnit)
    /// A time that is no whole number of milliseconds.
    case tooFine
    case unreadable
  }

  /// Reads exactly the bytes from `start` to `end`, behind which stands a byte of no number.
  ///
  /// With `takesFiner` a time within a millisecond is that millisecond.
  static func read(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, takesFiner: Bool = false
  ) -> Reading {
    if end - start > 4, start[4] == UInt8(ascii: "-") || start[4] == UInt8(ascii: "/") {
      return text(start, end, takesFiner)
    }
    return number(start, end, takesFiner)
  }

  // MARK: Numbers

  private static func number(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ takesFiner: Bool
  ) -> Reading {
    var p = start
    guard p < end, var number = DecimalNumber(scanning: &p), p == end, !number.droppedDigits
    else { return .unreadable }
    if number.digits == 0 { number.exponent = 0 }
    while number.exponent < 0, number.digits % 10 == 0 {
      number.digits /= 10
      number.exponent += 1
    }
    while number.exponent > 0 {
      let (product, isTooLarge) = number.digits.multipliedReportingOverflow(by: 10)
      guard !isTooLarge else { return .unreadable }
      number.digits = product
      number.exponent -= 1
    }
    if number.exponent < 0 { return fraction(number, takesFiner) }
    guard let magnitude = Int64(exactly: number.digits) else { return .unreadable }
    let unit = TimeUnit.of(number.digits)
    let signed = number.isNegative ? -magnitude : magnitude
    if let value = unit.milliseconds(signed) { return reading(value, unit) }
    return takesFiner && signed > 0 ? reading(unit.wholeMilliseconds(signed), unit) : .tooFine
  }

  /// A number with decimals: seconds with up to three of them.
  private static func fraction(_ number: DecimalNumber, _ takesFiner: Bool) -> Reading {
    var number = number
    while takesFiner, !number.isNegative, number.exponent < -3 {
      number.digits /= 10
      number.exponent += 1
    }
    guard number.exponent >= -3 else { return .tooFine }
    var whole = number.digits
    for _ in number.exponent..<0 { whole /= 10 }
    guard TimeUnit.of(whole) == .seconds else { return .tooFine }
    // Below 10¹¹ seconds with three decimals: far from overflow.
    var value = Int64(number.digits)
    for _ in 0..<(3 + number.exponent) { value *= 10 }
    return reading(number.isNegative ? -value : value, .seconds)
  }

  private static func reading(_ milliseconds: Int64, _ unit: TimeUnit) -> Reading {
    // The close of the longest bar that opens then must have a text, too.
    let isWritable =
      Timestamp(milliseconds: milliseconds).isRepresentable
      && Timestamp(milliseconds: milliseconds + 7 * Timestamp.millisecondsPerDay).isRepresentable
    guard isWritable else { return .unreadable }
    return .time(milliseconds: milliseconds, unit)
  }

  // MARK: Text

  private static func text(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ takesFiner: Bool
  ) -> Reading {
    guard end - start >= 10, start[7] == start[4], let century = two(start, end),
      let years = two(start + 2, end), let month = two(start + 5, end),
      let day = two(start + 8, end)
    else { return .unreadable }
    let date = CalendarDay(year: century * 100 + years, month: month, day: day)
    guard date.year >= 1, date.exists else { return .unreadable }
    var p = start + 10
    var milliseconds = date.daysSince1970 * Timestamp.millisecondsPerDay
    if p < end {
      guard
        p.pointee == UInt8(ascii: "T") || p.pointee == UInt8(ascii: "t")
          || p.pointee == UInt8(ascii: " ")
      else { return .unreadable }
      p += 1
      switch timeOfDay(&p, end, takesFiner) {
      case .time(let ofDay, _): milliseconds += ofDay
      case .tooFine: return .tooFine
      case .unreadable: return .unreadable
      }
      guard let offset = zone(p, end) else { return .unreadable }
      milliseconds -= offset
    }
    return reading(milliseconds, .text)
  }

  /// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.f…`.
  private static func timeOfDay(
    _ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ takesFiner: Bool
  ) -> Reading {
    guard let hour = two(p, end), hour < 24, end - p >= 5, p[2] == UInt8(ascii: ":"),
      let minute = two(p + 3, end), minute < 60
    else { return .unreadable }
    p += 5
    var milliseconds = Int64(hour * 60 + minute) * 60_000
    guard p < end, p.pointee == UInt8(ascii: ":") else {
      return .time(milliseconds: milliseconds, .text)
    }
    guard let second = two(p + 1, end), second < 60 else { return .unreadable }
    p += 3
    milliseconds += Int64(second) * 1_000
    guard p < end, p.pointee == UInt8(ascii: ".") || p.pointee == UInt8(ascii: ",") else {
      return .time(milliseconds: milliseconds, .text)
    }
    p += 1
    var weight: Int64 = 100
    let first = p
    while p < end, p.pointee &- 48 < 10 {
      if weight == 0, p.pointee != 48, !takesFiner { return .tooFine }
      milliseconds += Int64(p.pointee - 48) * weight
      weight /= 10
      p += 1
    }
    return p > first ? .time(milliseconds: milliseconds, .text) : .unreadable
  }

  /// The offset of a zone in milliseconds: nothing, `Z`, `UTC`, `+02:00`, `+0200` or `+02`.
  private static func zone(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> Int64? {
    var p = start
    if p < end, p.pointee == UInt8(ascii: " ") { p += 1 }
    let count = end - p
    if count == 0 { return p == start ? 0 : nil }
    if count == 1 { return p.pointee | 0x20 == UInt8(ascii: "z") ? 0 : nil }
    if count == 3, p[0] == UInt8(ascii: "U"), p[1] == UInt8(ascii: "T"), p[2] == UInt8(ascii: "C") {
      return 0
    }
    let isEast = p.pointee == UInt8(ascii: "+")
    guard isEast || p.pointee == UInt8(ascii: "-"), let hours = two(p + 1, end), hours < 24 else {
      return nil
    }
    var minutes = 0
    if count > 3 {
      p += p[3] == UInt8(ascii: ":") ? 4 : 3
      guard end - p == 2, let value = two(p, end), value < 60 else { return nil }
      minutes = value
    }
    let offset = Int64(hours * 60 + minutes) * 60_000
    return isEast ? offset : -offset
  }

  @inline(__always)
  private static func two(_ p: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int? {
    guard end - p >= 2 else { return nil }
    let (tens, ones) = (p[0] &- 48, p[1] &- 48)
    return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
  }
}

extension Timestamp {
  /// Reads a time in any form that sf-ingest reads in files; `nil` when it is none.
  public init?(anyForm text: String) {
    let length = text.utf8.count
    var copy = text + String(repeating: "\n", count: DecimalNumber.padding)
    let reading = copy.withUTF8 { bytes -> TimeText.Reading in
      guard let start = bytes.baseAddress else { return .unreadable }
      return TimeText.read(start, start + length)
    }
    guard case .time(let milliseconds, _) = reading else { return nil }
    self.init(milliseconds: milliseconds)
  }
}
