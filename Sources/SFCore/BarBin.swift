/// One bar of a longer interval, made of the bars of a series as they come.
///
/// Bins are aligned to 1970-01-01T00:00Z, and so to midnight, unless they are
/// moved by an offset; weeks begin on Monday, months on their first day. A bar belongs to the bin in which
/// it opens. A bin closes with the bar whose time is its boundary or, if that
/// one is missing, at the first later bar, before that one is used; it counts
/// when the series reaches back to its open. Bars missing inside it do not void
/// it.
///
///     1m bars to 5m     09:31 … 09:34 09:35 | 09:36 09:37           09:42
///     add says                        closed  a bin is open    close says: closed
public struct BarBin: Codable, Sendable {
  public let interval: Interval
  /// In milliseconds: of a bin, of its parts, and how much later than 1970 bins begin.
  private let length: Int64
  private let base: Int64
  private let offset: Int64
  /// When the series began: the open of its first bar.
  private var beginning: Timestamp?
  /// Whether a bin is under way.
  private var isOpen = false

  /// The bin under way, or the last one that closed; `nil` before the first bar.
  public private(set) var bar: Bar?
  /// Its further market fields, in ascending order of name: what is traded adds up (`trades`, and
  /// what ends with `volume`), `vwap` is weighted by volume, of all others the last one counts.
  public private(set) var fields: [MarketField] = []
  /// When it closes.
  public private(set) var boundary = Timestamp.earliest
  /// Of how many bars it is made.
  public private(set) var count = 0

  /// `nil` unless both are bound to time and `interval` is a whole number of `base`; `offset`, in
  /// milliseconds, is how much later than midnight (or Monday) bins begin.
  public init?(_ interval: Interval, of base: Interval, offset: Int64 = 0) {
    guard let length = interval.milliseconds, let base = base.milliseconds,
      length == CalendarMonth.length ? Self.makesMonths(base) : length % base == 0
    else { return nil }
    self.interval = interval
    self.length = length
    self.base = base
    self.offset = offset + BarGrid.offset(of: interval)
  }

  /// Whether every month is a whole number of bars.
  private static func makesMonths(_ base: Int64) -> Bool {
    Timestamp.millisecondsPerDay % base == 0 || base == CalendarMonth.length
  }

  /// When the bin closes in which a bar that opens at `open` lies; `nil` for an interval that is not
  /// bound to time.
  public static func boundary(after open: Timestamp, of interval: Interval) -> Timestamp? {
    interval.milliseconds.map { boundary(after: open, $0, BarGrid.offset(of: interval)) }
  }

  private static func boundary(
    after open: Timestamp, _ length: Int64, _ offset: Int64
  ) -> Timestamp {
    if length == CalendarMonth.length {
      let begin = CalendarMonth.begin(of: open.milliseconds - offset)
      return Timestamp(milliseconds: CalendarMonth.later(begin, by: 1) + offset)
    }
    let bin = (open.milliseconds - offset).floored(by: length)
    return Timestamp(milliseconds: (bin + 1) * length + offset)
  }

  /// When the bin under way closes; `nil` when none is.
  public var due: Timestamp? { isOpen ? boundary : nil }

  /// Whether the series reaches back to the open of the bin.
  public var isWhole: Bool { beginning.map { $0 <= begin } ?? false }

  /// When the bin under way began.
  private var begin: Timestamp {
    Timestamp(
      milliseconds: BarGrid.later(boundary.milliseconds - offset, by: -1, of: length) + offset)
  }

  /// How many bars of its parts' length the bin would hold.
  public var capacity: Int {
    length == CalendarMonth.length && base != length
      ? Int((boundary - begin) / base) : Int(length / base)
  }

  /// Whether bars that open at `open`, or a whole number of their lengths later, lie within bins.
  public func holds(barsFrom open: Timestamp) -> Bool {
    base == CalendarMonth.length || (open.milliseconds - offset) % base == 0
  }

  /// Ends the bin under way, whatever has come of it.
  public mutating func close() { isOpen = false }

  /// Ends the bin under way if a bar that closes at `ts` lies behind it; returns whether one that
  /// counts has closed, and is to be used before that bar.
  public mutating func close(before ts: Timestamp) -> Bool {
    guard isOpen, open(of: ts) >= boundary else { return false }
    isOpen = false
    return isWhole
  }

  /// Takes the bar that closes at `ts`; returns whether it closed a bin that counts.
  ///
  /// `close(before:)` must have been asked for the same `ts`.
  public mutating func add(_ bar: Bar, _ fields: [MarketField], at ts: Timestamp) -> Bool {
    take(bar, fields, at: ts)
    guard ts >= boundary else { return false }
    isOpen = false
    return isWhole
  }

  /// Takes the bar that closes at `ts` into the bin under way, and closes none.
  public mutating func take(_ bar: Bar, _ fields: [MarketField], at ts: Timestamp) {
    if isOpen { grow(by: bar, fields) } else { begin(bar, fields, at: open(of: ts)) }
  }

  /// When the bar began that closes at `ts`.
  private func open(of ts: Timestamp) -> Timestamp {
    Timestamp(milliseconds: BarGrid.later(ts.milliseconds, by: -1, of: base))
  }

  private mutating func begin(_ bar: Bar, _ fields: [MarketField], at open: Timestamp) {
    beginning = beginning ?? open
    isOpen = true
    boundary = Self.boundary(after: open, length, offset)
    count = 1
    self.bar = bar
    self.fields = fields
  }

  private mutating func grow(by next: Bar, _ more: [MarketField]) {
    guard var bin = bar else { preconditionFailure("a bin that is open has a bar") }
    bin.high = max(bin.high, next.high)
    bin.low = min(bin.low, next.low)
    bin.close = next.close
    bin.volume = bin.volume.flatMap { sum in next.volume.map { sum + $0 } }
    bar = bin
    count += 1
    for field in more { take(field, share: share(of: next, in: bin)) }
  }

  /// How much of the bin's volume a bar has; its part of the bars where no volume is known.
  private func share(of part: Bar, in bin: Bar) -> Double {
    guard let volume = part.volume, let sum = bin.volume, sum > 0 else { return 1 / Double(count) }
    return volume / sum
  }

  private mutating func take(_ field: MarketField, share: Double) {
    let place = fields.firstIndex { $0.name >= field.name } ?? fields.count
    guard place < fields.count, fields[place].name == field.name else {
      fields.insert(field, at: place)
      return
    }
    let past = fields[place].value
    fields[place].value =
      field.addsUp
      ? past + field.value
      : field.name == "vwap" ? past + (field.value - past) * share : field.value
  }
}

extension MarketField {
  /// Whether the value of a longer bar is the sum of those of its parts.
  var addsUp: Bool { name == "trades" || name.hasSuffix("volume") }
}
