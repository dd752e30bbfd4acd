import SFCore

/// A time as files and people write it: a number since 1970, or a date with or without a time of
/// day and a zone.
///
///     1640991660000    2021-12-31    2021-12-31 23:01    2021-12-31T23:01:00.000000+02:00
///     20211231         202112312301  20211231 230100     2021.12.31 23:01      2021-12
///
/// A text without zone is UTC. Years are four digits and come first.
enum TimeText {
  enum Reading: Equatable {
    case time(milliseconds: Int64, TimeUnit)
    /// A text that says its zone: the moment, and what the text adds to UTC.
    case zoned(milliseconds: Int64, shift: Int64)
    /// A time that is no whole number of milliseconds.
    case tooFine
    /// A number that is no time since 1970, and what it is by its looks.
    case lookalike(String)
    case unreadable
  }

  /// Reads exactly the bytes from `start` to `end`, behind which stands a byte of no number.
  ///
  /// With `takesFiner` a time within a millisecond is that millisecond; `known` is how the times
  /// before were written, and `column` what the name of their column says of numbers.
  static func read(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, takesFiner: Bool = false,
    known: TimeUnit? = nil, in column: TimeColumn.Naming = .other
  ) -> Reading {
    if end - start > 4, start[4] == UInt8(ascii: "-") || start[4] == UInt8(ascii: "/") {
      return text(start, end, takesFiner)
    }
    if end - start > 8 {
      let isDotted = start[4] == UInt8(ascii: ".") && start[7] == start[4]
      if isDotted || isTimeMark(start[8]) { return text(start, end, takesFiner) }
    }
    return number(start, end, takesFiner, known, column)
  }

  private static func isTimeMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte | 0x20 == UInt8(ascii: "t")
  }

  // MARK: Numbers

  private static func number(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ takesFiner: Bool,
    _ known: TimeUnit?, _ column: TimeColumn.Naming
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
    if !number.isNegative, let reading = date(number, known, column) { return reading }
    if number.exponent < 0 { return fraction(number, takesFiner) }
    guard let magnitude = Int64(exactly: number.digits) else { return .unreadable }
    let unit = TimeUnit.of(number.digits)
    let signed = number.isNegative ? -magnitude : magnitude
    if let value = unit.milliseconds(signed) { return reading(value, unit) }
    return takesFiner && signed > 0 ? reading(unit.wholeMilliseconds(signed), unit) : .tooFine
  }

  /// A number that is a date, or looks like one; `nil` when it may be a time since 1970.
  private static func date(
    _ number: DecimalNumber, _ known: TimeUnit?, _ column: TimeColumn.Naming
  ) -> Reading? {
    var whole = number.digits
    for _ in number.exponent..<0 { whole /= 10 }
    let hasFraction = number.exponent < 0
    switch CompactTime.read(whole, known: known, in: column) {
    case .none: break
    case .time where hasFraction, .unsure where hasFraction:
      return .lookalike("a date with decimals: --time-format says which, as %Y%m%d.%H%M")
    case .time(let milliseconds, let unit): return reading(milliseconds, unit)
    case .impossible: return .lookalike("a date that there is not")
    case .unsure:
      return .lookalike("a date, or a time since 1970: --time-format says which, as %Y%m%d%H%M")
    }
    let unit = TimeUnit.of(whole)
    return NumberLikeness.of(
      whole, hasFraction: hasFraction, unit, isFirst: known == nil, in: column
    ).map { .lookalike($0) }
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
    var p = start
    if end - start == 7, let month = month(start, end) {
      return reading(month * Timestamp.millisecondsPerDay, .text)
    }
    guard let day = day(&p, end) else { return .unreadable }
    var milliseconds = day * Timestamp.millisecondsPerDay
    if p == end { return reading(milliseconds, .text) }
    guard isTimeMark(p.pointee) else { return .unreadable }
    p += 1
    switch TimeOfDay.read(&p, end, takesFiner: takesFiner) {
    case .time(let ofDay): milliseconds += ofDay
    case .tooFine: return .tooFine
    case .unreadable: return .unreadable
    }
    if p == end { return reading(milliseconds, .text) }
    guard let offset = zone(p, end) else { return .unreadable }
    guard case .time(let moment, _) = reading(milliseconds - offset, .text) else {
      return .unreadable
    }
    return .zoned(milliseconds: moment, shift: offset)
  }

  /// The days since 1970 of `2021-12`, a month.
  private static func month(_ p: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int64? {
    guard let century = two(p, end), let years = two(p + 2, end), let month = two(p + 5, end) else {
      return nil
    }
    let date = CalendarDay(year: century * 100 + years, month: month, day: 1)
    return date.year >= 1 && date.exists ? date.daysSince1970 : nil
  }

  /// The days since 1970 of `2021-12-31`, `2021/12/31`, `2021.12.31` or `20211231`.
  static func day(_ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int64? {
    guard end - p >= 8, let century = two(p, end), let years = two(p + 2, end) else { return nil }
    let isCompact = p[4] &- 48 < 10
    let width = isCompact ? 0 : 1
    guard isCompact || p[7] == p[4], let month = two(p + 4 + width, end),
      let day = two(p + 6 + 2 * width, end)
    else { return nil }
    let date = CalendarDay(year: century * 100 + years, month: month, day: day)
    guard date.year >= 1, date.exists else { return nil }
    p += 8 + 2 * width
    return date.daysSince1970
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
  static func two(_ p: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int? {
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
      return TimeText.read(start, start + length, in: .date)
    }
    switch reading {
    case .time(let milliseconds, _), .zoned(let milliseconds, _):
      self.init(milliseconds: milliseconds)
    case .tooFine, .lookalike, .unreadable: return nil
    }
  }
}
