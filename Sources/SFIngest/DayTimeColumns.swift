import SFCore
import SFWire

/// A date in one column and the time of day in another: `2024.01.02` and `09:30:00`, `20240102` and
/// `930`.
struct DayTimeColumns {
  private var times: TimeColumn
  private let format: TimeFormat?
  /// Whether numbers that are times of day have seconds, and the line that told it.
  private var hasSeconds: (Bool, line: Int)?

  init(format: TimeFormat?, zone: ZoneRules?) {
    times = TimeColumn(allowsAnyUnit: false, format: format, zone: zone)
    self.format = format
  }

  var clock: LocalClock { times.clock }

  /// Whether two texts are a date and a time of day, as far as one can see.
  static func arePair(_ date: RowCursor.Field, _ time: RowCursor.Field) -> Bool {
    var columns = DayTimeColumns(format: nil, zone: nil)
    // What is no pair is read as the columns say, which has errors of its own.
    return (try? columns.read(date, time, line: 1)) != nil
  }

  mutating func read(
    _ date: RowCursor.Field, _ time: RowCursor.Field, line: Int
  ) throws(WireError) -> Int64 {
    if let format {
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
    var p = date.start
    guard let day = TimeText.day(&p, date.end), p == date.end else {
      throw date.error(expected: "a date beside a time of day, as 2024-01-02 or 20240102")
    }
    let ofDay = try timeOfDay(time, line)
    return try times.moment(ofLocal: day * Timestamp.millisecondsPerDay + ofDay, date)
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
    switch TimeOfDay.read(&p, field.end) {
    case .time(let time) where p == field.end: return time
    case .tooFine: throw field.error(expected: "a time in whole milliseconds")
    default: throw field.error(expected: "a time of day beside a date, as 09:30:00 or 930")
    }
  }
}
