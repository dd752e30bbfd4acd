import Foundation
import SFCore
import SFTestSupport

/// What an auditor finds in the lines of a market that was followed: read by Foundation, so that it
/// shares no code with what wrote them.
struct FollowedLines {
  /// Bars by symbol: their closes, in milliseconds.
  private(set) var bars: [String: [Int64]] = [:]
  private(set) var gaps = 0
  private(set) var quotes: [(ts: Int64, symbol: String, at: Int64, bidQuantity: Double)] = []
  /// States of the alerts, in their order.
  private(set) var alerts: [String] = []
  private(set) var marks: [Int64] = []
  private(set) var end: [String: Any]?
  /// What is wrong.
  private(set) var findings: [String] = []

  private var announced: [String: (from: Int64, to: Int64, bars: Int)] = [:]
  private var openTs: Int64?

  init(_ text: String, _ market: ExchangeMarket, length: Int64) throws {
    for (number, line) in text.split(separator: "\n").enumerated() {
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
      guard let value = value as? [String: Any], let type = value["type"] as? String else {
        findings.append("line \(number + 1) is no object")
        continue
      }
      if type == "header" {
        if number > 0 { findings.append("line \(number + 1) is a second header") }
        continue
      }
      take(type, value, market, length)
    }
    if openTs != nil { findings.append("the last mark is missing") }
    findings += announced.keys.map { "\($0): a gap without its bar" }
  }

  private static func time(_ value: Any?) -> Int64 {
    (value as? String).flatMap { Timestamp($0) }?.milliseconds ?? .min
  }

  private mutating func take(
    _ type: String, _ value: [String: Any], _ market: ExchangeMarket, _ length: Int64
  ) {
    let ts = Self.time(value["ts"])
    if type == "end" { return end = value }
    if let openTs, openTs != ts { findings.append("found \(ts) before the mark of \(openTs)") }
    if let last = marks.last, ts <= last { findings.append("found \(ts) behind mark \(last)") }
    openTs = ts
    let symbol = value["symbol"] as? String ?? ""
    switch type {
    case "mark":
      marks.append(ts)
      openTs = nil
    case "gap":
      gaps += 1
      announced[symbol] = (
        Self.time(value["from"]), Self.time(value["to"]), value["bars"] as? Int ?? 0
      )
    case "bar": takeBar(symbol, ts, value, market, length)
    case "quote":
      quotes.append(
        (ts, symbol, Self.time(value["at"]), value["bid_quantity"] as? Double ?? 0))
    case "alert": alerts.append(value["state"] as? String ?? "")
    default: findings.append("found the type \(type)")
    }
  }

  private mutating func takeBar(
    _ symbol: String, _ ts: Int64, _ value: [String: Any], _ market: ExchangeMarket,
    _ length: Int64
  ) {
    let gap = announced.removeValue(forKey: symbol)
    if let last = bars[symbol]?.last {
      let missing = (ts - last) / length - 1
      if ts <= last { findings.append("\(symbol) \(ts) comes twice") }
      if missing != gap?.bars ?? 0 { findings.append("\(symbol) \(ts): \(missing) are missing") }
      if let gap, gap.from != last + length || gap.to != ts - length {
        findings.append("\(symbol) \(ts): a gap of other bars")
      }
    } else if gap != nil {
      findings.append("\(symbol) \(ts): a gap before the first bar")
    }
    let close = market.row(symbol, length, open: ts - length)[4].filter { $0 != "\"" }
    if Double(close) != value["close"] as? Double { findings.append("\(symbol) \(ts): \(close)") }
    bars[symbol, default: []].append(ts)
  }
}
