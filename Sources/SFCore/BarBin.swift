/// One bar of a longer interval, made of the bars of a series as they come.
///
/// Bins are aligned to 1970-01-01T00:00Z, and so to midnight; weeks begin on
/// Monday. A bar belongs to the bin in which it opens. A bin closes with the bar
/// whose time is its boundary or, if that one is missing, at the first later
/// bar, before that one is used; it counts when the series reaches back to its
/// open. Bars missing inside it do not void it.
///
///     1m bars to 5m     09:31 … 09:34 09:35 | 09:36 09:37           09:42
///     add says                        closed  a bin is open    close says: closed
public struct BarBin: Codable, Sendable {
  public let interval: Interval
  /// Both in milliseconds.
  private let length: Int64
  private let base: Int64
  /// When the series began: the open of its first bar.
  private var beginning: Timestamp?
  /// Whether a bin is under way.
  private var isOpen = false

  /// The bin under way, or the last one that closed; `nil` before the first bar.
  public private(set) var bar: Bar?
  /// Its further market fields, in ascending order of name: what is traded adds up (`trades`, and
  /// what ends with `volume`), of all others the last one counts.
  public private(set) var fields: [MarketField] = []
  /// When it closes.
  public private(set) var boundary = Timestamp.earliest

  /// `nil` unless both are bound to time and `interval` is a whole number of `base`.
  public init?(_ interval: Interval, of base: Interval) {
    guard let length = interval.milliseconds, let base = base.milliseconds,
      length % base == 0
    else { return nil }
    self.interval = interval
    self.length = length
    self.base = base
  }

  /// Ends the bin under way if a bar that closes at `ts` lies behind it; returns whether one that
  /// counts has closed, and is to be used before that bar.
  public mutating func close(before ts: Timestamp) -> Bool {
    guard isOpen, ts + -base >= boundary else { return false }
    isOpen = false
    return counts
  }

  /// Takes the bar that closes at `ts`; returns whether it closed a bin that counts.
  ///
  /// `close(before:)` must have been asked for the same `ts`.
  public mutating func add(_ bar: Bar, _ fields: [MarketField], at ts: Timestamp) -> Bool {
    if isOpen { grow(by: bar, fields) } else { begin(bar, fields, at: ts + -base) }
    guard ts >= boundary else { return false }
    isOpen = false
    return counts
  }

  private var counts: Bool { beginning.map { $0 <= boundary + -length } ?? false }

  private mutating func begin(_ bar: Bar, _ fields: [MarketField], at open: Timestamp) {
    beginning = beginning ?? open
    isOpen = true
    let monday = interval.text == "1w" ? 4 * Timestamp.millisecondsPerDay : 0
    let bin = (open.milliseconds - monday).floored(by: length)
    boundary = Timestamp(milliseconds: (bin + 1) * length + monday)
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
    for field in more { take(field) }
  }

  private mutating func take(_ field: MarketField) {
    let place = fields.firstIndex { $0.name >= field.name } ?? fields.count
    guard place < fields.count, fields[place].name == field.name else {
      fields.insert(field, at: place)
      return
    }
    fields[place].value = field.addsUp ? fields[place].value + field.value : field.value
  }
}

extension MarketField {
  /// Whether the value of a longer bar is the sum of those of its parts.
  var addsUp: Bool { name == "trades" || name.hasSuffix("volume") }
}
