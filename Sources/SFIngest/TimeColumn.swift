import SFCore
import SFWire

/// Reads the times of a column of CSV, which are all in one unit unless a file may mix them.
struct TimeColumn {
  /// What the name of a column says of the numbers in it.
  enum Naming {
    case date, time, other

    /// By the key of a header. A column without a name may be the numbers of the rows.
    init(_ key: String) {
      switch key {
      case "date", "dtyyyymmdd", "datetime", "date_time", "gmt_time", "local_time", "utc", "":
        self = .date
      case "time": self = .time
      default: self = .other
      }
    }
  }

  /// Whether each row may have a unit of its own.
  private let allowsAnyUnit: Bool
  /// Whether a time within a millisecond is that millisecond, and no error.
  private let takesFiner: Bool
  private let naming: Naming
  /// How the user says that times are written; `nil` tells them by their looks.
  private let format: TimeFormat?
  private(set) var clock: LocalClock
  private var unit: TimeUnit?
  private var unitLine = 0
  private var last = Int64.min
  /// The last text that was not understood.
  private var unread: [UInt8] = []

  init(
    allowsAnyUnit: Bool, takesFiner: Bool = false, naming: Naming = .other,
    format: TimeFormat? = nil, zone: ZoneRules? = nil
  ) {
    self.allowsAnyUnit = allowsAnyUnit
    self.takesFiner = takesFiner
    self.naming = naming
    self.format = format
    clock = LocalClock(zone)
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
    try read(try cursor.field(), line: line)
  }

  /// The time that a field says.
  mutating func read(_ field: RowCursor.Field, line: Int) throws(WireError) -> Int64 {
    if let format { return try read(field, as: format) }
    let reading = TimeText.read(
      field.start, field.end, takesFiner: takesFiner, known: allowsAnyUnit ? nil : unit,
      in: naming)
    switch reading {
    case .tooFine where !takesFiner: throw field.error(expected: "a time in whole milliseconds")
    case .lookalike(let looks):
      throw field.error(expected: "a time since 1970, which it is not: it looks like \(looks)")
    case .unreadable, .tooFine:
      unread = Array(field.bytes)
      throw field.error(expected: Self.expected)
    case .time(let milliseconds, let unit):
      try settle(unit, field, line)
      let isLocal = unit == .text || unit == .compact || unit == .months
      return isLocal ? try moment(ofLocal: milliseconds, field) : milliseconds
    case .zoned(let milliseconds, let shift):
      try settle(.text, field, line)
      clock.note(shift, at: milliseconds)
      return milliseconds
    }
  }

  private static let expected = "a time: a date and time of day, or a number since 1970"

  /// What can be done about a time that is not understood.
  func help(for error: WireError) -> String? {
    error.message.hasSuffix(Self.expected) ? TimeFormat.help(reading: unread) : nil
  }

  /// The first time tells the unit of all.
  private mutating func settle(
    _ unit: TimeUnit, _ field: RowCursor.Field, _ line: Int
  ) throws(WireError) {
    if let first = self.unit, first != unit, !allowsAnyUnit {
      throw field.error(expected: "\(first.name) as in line \(unitLine)")
    }
    if self.unit == nil { unitLine = line }
    self.unit = unit
  }

  private mutating func read(
    _ field: RowCursor.Field, as format: TimeFormat
  ) throws(WireError) -> Int64 {
    switch format.read(field.bytes) {
    case .local(let milliseconds): return try moment(ofLocal: milliseconds, field)
    case .zoned(let milliseconds, let shift):
      clock.note(shift, at: milliseconds)
      return milliseconds
    case .moment(let milliseconds): return milliseconds
    case nil: throw field.error(expected: "a time as --time-format says: \(format.text)")
    }
  }

  /// The moment of a local time: in the zone that is given, else in UTC.
  mutating func moment(
    ofLocal milliseconds: Int64, _ field: RowCursor.Field
  ) throws(WireError) -> Int64 {
    guard let zone = clock.zone else { return milliseconds }
    guard let moment = zone.moment(ofLocal: milliseconds, behind: last) ?? begin(of: milliseconds)
    else {
      throw field.error(
        expected: "a time that clocks of --timezone show: they are moved over this one")
    }
    last = moment
    return moment
  }

  /// A day whose midnight clocks pass over begins when they do.
  private func begin(of local: Int64) -> Int64? {
    let day = Timestamp.millisecondsPerDay
    guard local % day == 0 else { return nil }
    return clock.zone.map { local - $0.offset(at: Timestamp(milliseconds: local - day)) }
  }
}
