import SFCore

/// What the name of an archive says: `BTCUSDT-1m-2024-01.zip` for the klines of a month,
/// `BTCUSDT-trades-2024-01-15.zip` for the trades of a day.
public struct ArchiveName: Hashable, Sendable {
  public let symbol: Symbol
  public let data: ArchiveData
  public let year: Int
  public let month: Int
  /// `nil` for the whole month.
  public let day: Int?

  public init(symbol: Symbol, data: ArchiveData, year: Int, month: Int, day: Int?) {
    self.symbol = symbol
    self.data = data
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads the name of a file; `nil` when it is none of an archive.
  public init?(file: String) {
    guard file.hasSuffix(".zip") else { return nil }
    let parts = file.dropLast(4).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4 || parts.count == 5, let symbol = Symbol(String(parts[0])),
      let data = ArchiveData(text: String(parts[1])),
      let year = Self.number(parts[2], digits: 4), let month = Self.number(parts[3], digits: 2)
    else { return nil }
    var day: Int?
    if parts.count == 5 {
      guard let number = Self.number(parts[4], digits: 2) else { return nil }
      day = number
    }
    guard CalendarDay(year: year, month: month, day: day ?? 1).exists else { return nil }
    self.init(symbol: symbol, data: data, year: year, month: month, day: day)
  }

  private static func number(_ text: Substring, digits: Int) -> Int? {
    text.utf8.count == digits && text.utf8.allSatisfy { $0 &- 48 < 10 } ? Int(text) : nil
  }

  public var file: String {
    let month = Self.two(month)
    return "\(symbol)-\(data.text)-\(year)-\(month)" + (day.map { "-" + Self.two($0) } ?? "")
      + ".zip"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Where data.binance.vision keeps it, below the folder of a market.
  public var path: String {
    "\(day == nil ? "monthly" : "daily")/\(data.kind)/\(symbol)/"
      + (data.interval.map { "\($0)/" } ?? "") + file
  }

  /// The opens of its bars, or the times of its trades.
  public var span: Range<Timestamp> {
    let first = CalendarDay(year: year, month: month, day: day ?? 1)
    let next =
      day == nil
      ? CalendarDay(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
        .daysSince1970
      : first.daysSince1970 + 1
    return Timestamp(
      milliseconds: first.daysSince1970 * Timestamp.millisecondsPerDay)..<Timestamp(
        milliseconds: next * Timestamp.millisecondsPerDay)
  }

  public var asMonth: ArchiveName {
    ArchiveName(symbol: symbol, data: data, year: year, month: month, day: nil)
  }

  /// The archives of a span: a month where all of it is asked for, else days, or days only.
  public static func covering(
    _ span: Range<Timestamp>, symbol: Symbol, _ data: ArchiveData, byDay: Bool
  ) -> [ArchiveName] {
    var names: [ArchiveName] = []
    var day = span.lowerBound.day
    let last = (span.upperBound + -1).day
    while day <= last {
      let date = CalendarDay(daysSince1970: day)
      let name = ArchiveName(
        symbol: symbol, data: data, year: date.year, month: date.month, day: date.day)
      let month = name.asMonth
      if !byDay, date.day == 1, month.span.upperBound <= span.upperBound,
        span.lowerBound <= month.span.lowerBound
      {
        names.append(month)
        day = month.span.upperBound.day
      } else {
        names.append(name)
        day += 1
      }
    }
    return names
  }

  /// Its days, in order.
  public var days: [ArchiveName] {
    (span.lowerBound.day..<span.upperBound.day).map { day in
      let date = CalendarDay(daysSince1970: day)
      return ArchiveName(
        symbol: symbol, data: data, year: date.year, month: date.month, day: date.day)
    }
  }
}
