import SFCore

/// A stream of the market: `btcusdt@kline_1m`, `btcusdt@bookTicker`, `btcusdt@trade`.
package struct StreamName: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case prints
    case aggregates
    case bookTicker
    case ticker
    case miniTicker
    /// By the text of the interval, and how much later than UTC its day begins, in milliseconds.
    case kline(String, offset: Int64)
  }

  /// As who subscribes wrote it.
  package let text: String
  /// In capitals.
  package let symbol: String
  package let kind: Kind

  /// `nil` for what is no stream here.
  package init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2, !parts[0].isEmpty else { return nil }
    self.text = text
    symbol = parts[0].uppercased()
    switch (parts[1], parts.count) {
    case ("trade", 2): kind = .prints
    case ("aggTrade", 2): kind = .aggregates
    case ("bookTicker", 2): kind = .bookTicker
    case ("ticker", 2): kind = .ticker
    case ("miniTicker", 2): kind = .miniTicker
    case (let word, 2...3) where word.hasPrefix("kline_"):
      let offset: Int64 = parts.count == 3 ? 8 * 3_600_000 : 0
      guard parts.count == 2 || parts[2] == "+08:00",
        KlineInterval(String(word.dropFirst(6)), offset: offset) != nil
      else { return nil }
      kind = .kline(String(word.dropFirst(6)), offset: offset)
    default: return nil
    }
  }
}
