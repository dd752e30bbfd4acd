import Foundation
import SFCore

/// Bars for tests of what stands behind a source: walks, files, and streams of them.
public enum FeatureFixtures {
  /// A seeded walk of `count` bars: prices of two decimals that sometimes stand still.
  public static func walk(
    _ count: Int, seed: UInt64, start: Double = 100, series: SeriesIndex = 0
  ) -> [Bar] {
    var generator = SeededGenerator(seed: seed)
    func unit() -> Double { Double(generator.next() >> 11) * 0x1p-53 }
    func cents(_ value: Double) -> Price {
      Price(units: Int64((value * 100).rounded()) * 1_000_000)
    }
    var last = start
    return (0..<count).map { _ in
      let open = last
      let isStill = generator.next() % 8 == 0
      if !isStill { last = max(start / 10, last * (1 + 0.04 * (unit() - 0.5))) }
      let high = max(open, last) * (1 + 0.01 * unit())
      let low = min(open, last) * (1 - 0.01 * unit())
      return Bar(
        series: series, open: cents(open), high: cents(high), low: cents(low), close: cents(last),
        volume: generator.next() % 16 == 0 ? 0 : (unit() * 1e5).rounded() / 1e3)
    }
  }

  /// Bars that all have one price.
  public static func flat(_ count: Int, price: Price, volume: Double? = 0) -> [Bar] {
    Array(
      repeating: Bar(
        series: 0, open: price, high: price, low: price, close: price, volume: volume),
      count: count)
  }

  /// The bars of a CSV file with the columns open, high, low, close and volume; at most `count`.
  public static func bars(_ file: URL, _ count: Int = .max) throws -> [Bar] {
    let table = try CSVTable(file, count)
    let columns = ["open", "high", "low", "close", "volume"].map(table.column)
    return try table.rows.map { row in
      let prices = try columns[..<4].map { try unwrap(Price(row[$0])) }
      return Bar(
        series: 0, open: prices[0], high: prices[1], low: prices[2], close: prices[3],
        volume: try unwrap(Double(row[columns[4]])))
    }
  }

  /// A stream of one-minute bars of these series, one list of bars each, with header and end.
  public static func stream(_ series: [(symbol: String, bars: [Bar])]) -> String {
    var lines = [#"{"type":"header","protocol":1,"stages":[]}"#]
    var ts: Timestamp = "2024-01-01T00:00:00.000Z"
    for index in 0..<(series.map(\.bars.count).max() ?? 0) {
      ts = ts + 60_000
      for (symbol, bars) in series where index < bars.count {
        let bar = bars[index]
        let volume = bar.volume.map { ",\"volume\":\($0)" } ?? ""
        lines.append(
          #"{"type":"bar","ts":"\#(ts)","symbol":"\#(symbol)","interval":"1m","#
            + #""open":\#(bar.open),"high":\#(bar.high),"low":\#(bar.low),"close":\#(bar.close)"#
            + volume + "}")
      }
      lines.append(#"{"type":"mark","ts":"\#(ts)"}"#)
    }
    lines.append(#"{"type":"end","ts":"\#(ts)","reason":"end_of_input","counts":{}}"#)
    return lines.joined(separator: "\n") + "\n"
  }

  struct Missing: Error {}

  public static func unwrap<T>(_ value: T?) throws -> T {
    guard let value else { throw Missing() }
    return value
  }
}

/// A CSV file with a header and without quotes.
public struct CSVTable {
  public let names: [String]
  public let rows: [[Substring]]

  public init(_ file: URL, _ count: Int = .max) throws {
    let lines = try String(contentsOf: file, encoding: .utf8)
      .split(whereSeparator: \.isNewline)
    names = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    rows = lines.dropFirst().prefix(count).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
  }

  public func column(_ name: String) -> Int {
    guard let index = names.firstIndex(of: name) else { preconditionFailure("no column \(name)") }
    return index
  }

  /// The numbers of a column; an empty place is NaN.
  public func numbers(_ name: String) -> [Double] {
    let index = column(name)
    return rows.map { Double($0[index]) ?? .nan }
  }
}
