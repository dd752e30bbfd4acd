import Foundation

/// The bars in the data of a page, read as its format is defined.
struct PageBars {
  struct Candle: Equatable {
    let time: Int64
    let open, high, low, close: Double
  }

  struct Unreadable: Error {}

  /// How many bars of the market a candle holds.
  let bars: Int
  let candles: [Candle]

  static func data(of page: String, _ key: String) throws -> [String: Any] {
    guard let value = try json(page)[key] as? [String: Any] else { throw Unreadable() }
    return value
  }

  /// The bars of each series.
  static func fine(of page: String) throws -> [PageBars] {
    guard let prices = try json(page)["prices"] as? [[String: Any]] else { throw Unreadable() }
    return try prices.map { price in
      guard let fine = price["fine"] as? [String: Any], let bars = fine["bars"] as? Int,
        let blocks = fine["blocks"] as? [[Any]]
      else { throw Unreadable() }
      return PageBars(bars: bars, candles: try blocks.flatMap(candles))
    }
  }

  private static func json(_ page: String) throws -> [String: Any] {
    guard let from = page.range(of: "id=\"data\">"),
      let to = page.range(of: "</script>", range: from.upperBound..<page.endIndex),
      let data = try JSONSerialization.jsonObject(
        with: Data(page[from.upperBound..<to.lowerBound].utf8)) as? [String: Any]
    else { throw Unreadable() }
    return data
  }

  private static func candles(_ block: [Any]) throws -> [Candle] {
    let numbers = block.dropLast().compactMap { ($0 as? NSNumber)?.int64Value }
    guard numbers.count == 5, let text = block.last as? String else { throw Unreadable() }
    let (count, unit) = (Int(numbers[0]), Double(numbers[4]))
    var (time, price) = (numbers[1], numbers[3])
    var bits = try BitText(base64: text)
    let times = try bits.integers(count - 1, isSigned: true)
    let columns = try [true, true, false, false].map { try bits.integers(count, isSigned: $0) }
    return (0..<count).map { index in
      if index > 0 { time += (times[index - 1] + 1) * numbers[2] }
      let open = price + columns[0][index]
      price = open + columns[1][index]
      func value(_ number: Int64) -> Double { Double(number) * unit / 1e8 }
      return Candle(
        time: time, open: value(open), high: value(max(open, price) + columns[2][index]),
        low: value(min(open, price) - columns[3][index]), close: value(price))
    }
  }
}
