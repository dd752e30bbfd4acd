import SFCore
import SFWire

/// A date in one column and the time of day in another: `2024.01.02` and `09:30:00`, `20240102` and
/// `930`.
struct DayTimeColumns {
  private var times: TimeColumn
  /// How the user says that dates are written, and perhaps times of day.
  private let format: TimeFormat?
  private let takesFiner: Bool
  /// The last two texts, with a space between.
  private var unread: [UInt8] = []
  /// Whether numbers that are times of day have seconds, and the line that told it.
  private var hasSeconds: (Bool, line: Int)?

  init(format: TimeFormat?, zone: ZoneRules?, takesFiner: Bool = false) {
    times = TimeColumn(allowsAnyUnit: false, format: format, zone: zone)
    self.format = format
    self.takesFiner = takesFiner
  }

  var clock: LocalClock { times.clock }

  /// Whether two texts are a date and a time of day, as far as one can see: also where the date is
  /// in an order that only the user knows.
  static func arePair(
    _ date: RowCursor.Field, _ time: RowCursor.Field, _ format: TimeFormat?
  ) -> Bool {
    var columns = DayTimeColumns(format: format, zone: nil)
    // What cannot be read yet may look like a pair all the same.
    if (try? columns.read(date, time, line: 1)) != nil { return true }
    return looksLikeDate(date) && looksLikeTimeOfDay(time)
  }

  /// `01/03/2024`, `2-Jan-24`, `240102`.
  private static func looksLikeDate(_ field: RowCursor.Field) -> Bool {
    let digits = field.bytes.count { $0 &- 48 < 10 }
    if digits == field.bytes.count { return digits == 6 || digits == 8 }
    let marks = "/.- ".utf8.map { mark in field.bytes.count { $0 == mark } }
    return digits >= 3 && marks.contains(2) && !field.bytes.contains(UInt8(ascii: ":"))
  }

  /// `09:31`, `9:31:00 PM`, `931`.
  private static func looksLikeTimeOfDay(_ field: RowCursor.Field) -> Bool {
    let digits = field.bytes.prefix { $0 &- 48 < 10 }.count
    if digits == field.bytes.count { return (1...6).contains(digits) }
    return (1...2).contains(digits) && field.bytes[digits] == UInt8(ascii: ":")
  }

  mutating func read(
    _ date: RowCursor.Field, _ time: RowCursor.Field, line: Int
  ) throws(WireError) -> Int64 {
    guard let format, format.saysTimeOfDay else {
      guard let midnight = try midnight(date) else {
        unread = Array(date.bytes) + [32] + Array(time.bytes)
        throw date.error(expected: Self.expectedDate)
      }
      return try times.moment(ofLocal: midnight + timeOfDay(time, line), date)
    }
    let text = Array(date.bytes) + [32] + Array(time.bytes)
    switch text.withUnsafeBufferPointer(format.read) {
    case .local(let milliseconds): return try times.moment(ofLocal: milliseconds, date)
    case .zoned(let milliseconds, _), .moment(let milliseconds): return milliseconds
    case nil:
      throw WireError(
        column: date.column, found: "\(date.excerpt) and \(time.excerpt)",
        expected: "a date and a time of day, with a space between, as --time-format says: "
          + format.text)
    }
  }

  private static let expectedDate = "a date beside a time of day, as 2024-01-02 or 20240102"

  /// What can be done about a date that is not understood.
  func help(for error: WireError) -> String? {
    error.message.hasSuffix(Self.expectedDate) ? TimeFormat.help(reading: unread) : nil
  }

  /// When a date begins, in milliseconds; `nil` where it is not understood.
  private func midnight(_ date: RowCursor.Field) throws(WireError) -> Int64? {
    if let format {
      guard case .local(let milliseconds)? = format.read(date.bytes) else {
        throw date.error(expected: "a date as --time-format says: \(format.text)")
      }
      return milliseconds
    }
    var p = date.start
    guard let day = TimeText.day(&p, date.end), p == date.end else { return nil }
    return day * Timestamp.millisecondsPerDay
  }

  private mutating func timeOfDay(
    _ field: RowCursor.Field, _ line: Int
  ) throws(WireError) -> Int64 {
    var p = field.start
    if let number = RowCursor.number(in: field)?.integer, field.bytes.count <= 6 {
      // Leading zeros are lost in files of numbers: the first row with five digits or more tells.
      let isLong = field.bytes.count > 4
      let (expected, first) = hasSeconds ?? (isLong, line)
      hasSeconds = (expected, first)
      guard expected || !isLong, let time = TimeOfDay.number(number, hasSeconds: expected) else {
        throw field.error(
          expected: "a time of day as \(expected ? "HHMMSS" : "HHMM"), as in line \(first)")
      }
      return time
    }
    switch TimeOfDay.read(&p, field.end, takesFiner: takesFiner) {
    case .time(let time) where p == field.end: return time
    case .tooFine: throw field.error(expected: "a time in whole milliseconds")
    default: throw field.error(expected: "a time of day beside a date, as 09:30:00 or 930")
    }
  }
}
