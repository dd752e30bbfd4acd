import SFCore
import SFWire

/// Reads the times of a column of CSV, which are all in one unit unless a file may mix them.
struct TimeColumn {
  /// Whether each row may have a unit of its own.
  private let allowsAnyUnit: Bool
  /// Whether a time within a millisecond is that millisecond, and no error.
  private let takesFiner: Bool
  private var unit: TimeUnit?
  private var unitLine = 0

  init(allowsAnyUnit: Bool, takesFiner: Bool = false) {
    self.allowsAnyUnit = allowsAnyUnit
    self.takesFiner = takesFiner
  }

  /// The time at the cursor, in milliseconds since 1970; `line` is for messages.
  @inline(__always)
  mutating func read(_ cursor: inout RowCursor, line: Int) throws(WireError) -> Int64 {
    var q = cursor.p
    var value: UInt64 = 0
    DigitText.read(&q, into: &value)
    // Milliseconds of today, and microseconds: one comparison, one unit.
    if cursor.isDelimiter(at: q), cursor.p.pointee != 48 {
      if q - cursor.p == 13, unit == .milliseconds {
        cursor.p = q
        return Int64(value)
      }
      if takesFiner, q - cursor.p == 16, unit == .microseconds {
        cursor.p = q
        return Int64(value / 1_000)
      }
    }
    return try slow(&cursor, line)
  }

  private mutating func slow(_ cursor: inout RowCursor, _ line: Int) throws(WireError) -> Int64 {
    let field = try cursor.field()
    switch TimeText.read(field.start, field.end, takesFiner: takesFiner) {
    case .tooFine where !takesFiner: throw field.error(expected: "a time in whole milliseconds")
    case .unreadable, .tooFine:
      throw field.error(expected: "a time: a date and time of day, or a number since 1970")
    case .time(let milliseconds, let unit):
      if let first = self.unit, first != unit, !allowsAnyUnit {
        throw field.error(expected: "\(first.name) as in line \(unitLine)")
      }
      if self.unit == nil { unitLine = line }
      self.unit = unit
      return milliseconds
    }
  }
}
