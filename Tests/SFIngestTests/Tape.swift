import Foundation
import SFCore
import SFTestSupport
import Testing

struct Trade {
  var time: Int64
  var price: Price
  var quantity: Quantity
  var isTakerBuy: Bool
  var symbol = "A"
  var id = 0
}

/// Trades, and what bars of them are, computed in the slow and obvious way.
enum Tape {
  static let recording = Shell.shared?
    .appendingPathComponent("data/binance-spot-stream/btcusdt-20240809.txt.gz")

  /// The trades of the recording.
  static func recorded() throws -> [Trade] {
    let file = try #require(recording)
    let text = try Shell.run("zcat '\(file.path)' | grep '\"e\":\"trade\"' | cut -d' ' -f2-").output
    return try text.split(separator: "\n").map { line in
      let json = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let data = try #require(json?["data"] as? [String: Any])
      let (price, quantity) = (data["p"] as? String, data["q"] as? String)
      return Trade(
        time: try #require(data["T"] as? Int64), price: try #require(price.flatMap { Price($0) }),
        quantity: try #require(quantity.flatMap { Quantity($0) }),
        isTakerBuy: data["m"] as? Bool == false, symbol: "BTCUSDT",
        id: try #require(data["t"] as? Int))
    }
  }

  /// Trades of some minutes, several in many milliseconds.
  static func generated(_ count: Int, seed: UInt64, symbol: String = "BTCUSDT") -> [Trade] {
    var random = SplitMix64(state: seed)
    // Behind a boundary, so that the first bar is covered in part.
    var (time, price) = (1_704_067_200_001 as Int64, 10_000_000_000 as Int64)
    return (0..<count).map { id in
      time += max(0, .random(in: -40..<60, using: &random))
      price += .random(in: -30_000_000...30_000_000, using: &random)
      return Trade(
        time: time, price: Price(units: price),
        quantity: Quantity(units: .random(in: 1..<300_000_000, using: &random)),
        isTakerBuy: .random(using: &random), symbol: symbol, id: 9_000 + id)
    }
  }

  // MARK: Bars

  private static func line(_ trades: [Trade], _ interval: String, at ts: Int64) -> String {
    let prices = trades.map(\.price)
    let quantity = { (list: [Trade]) in list.map(\.quantity.units).reduce(0, +) }
    let money = { (list: [Trade]) in list.map { $0.price * $0.quantity }.reduce(.zero, +) }
    let takers = trades.filter(\.isTakerBuy)
    let volume = { (list: [Trade]) in "\(Double(quantity(list)) / 1e8)" }
    return "\(Timestamp(milliseconds: ts)) \(trades[0].symbol) \(interval) "
      + "\(prices[0]) \(prices.max() ?? 0) \(prices.min() ?? 0) \(prices[prices.count - 1]) "
      + "v\(volume(trades)) quote_volume=\(money(trades).double) "
      + "taker_buy_base_volume=\(volume(takers)) taker_buy_quote_volume=\(money(takers).double) "
      + "trades=\(Double(trades.count))"
  }

  /// Bars of a length, without the first and the last, which may be covered in part.
  static func bars(
    _ trades: [Trade], _ interval: String, of length: Int64, areAll: Bool = false
  ) -> [String] {
    let bins = Dictionary(grouping: trades) { $0.time / length }.sorted { $0.key < $1.key }
    return (areAll ? bins[...] : bins.dropFirst().dropLast())
      .map { line($1, interval, at: ($0 + 1) * length) }
  }

  /// Whether trades, from the first of a bar on, fill it.
  static let rules: [String: @Sendable (ArraySlice<Trade>) -> Bool] = [
    "100t": { $0.count >= 100 },
    "1.5vol": { $0.map(\.quantity.units).reduce(0, +) >= 150_000_000 },
    "250000dollar": { $0.map { $0.price * $0.quantity }.reduce(.zero, +) >= Money(Price(250_000)) },
    "12.5range": { trades in
      let units = trades.map(\.price.units)
      return (units.max() ?? 0) - (units.min() ?? 0) >= 1_250_000_000
    },
  ]

  /// Bars that are full by one of the rules.
  static func bars(_ trades: [Trade], _ interval: String) throws -> [String] {
    let isFull = try #require(rules[interval])
    var bars: [String] = []
    var first = 0
    for end in 1...trades.count
    where (end == trades.count || trades[end].time > trades[end - 1].time)
      && isFull(trades[first..<end])
    {
      bars.append(line(Array(trades[first..<end]), interval, at: trades[end - 1].time))
      first = end
    }
    return bars
  }
}
