import Foundation

/// A made-up market as an exchange keeps it: every bar follows from its symbol and its time, so
/// that a server needs no memory and a test can say what is right.
public struct ExchangeMarket: Sendable {
  public var symbols: [String]
  /// When the first bar of each symbol opened, in milliseconds.
  public var listed: Int64
  /// The time of the exchange, in milliseconds.
  public var clock: @Sendable () -> Int64
  /// Opens of bars that the exchange does not have.
  public var lacking: Set<Int64> = []

  public static let intervals: [String: Int64] = [
    "1s": 1_000, "1m": 60_000, "5m": 300_000, "1h": 3_600_000, "1d": 86_400_000,
  ]

  public init(symbols: [String], listed: Int64, clock: @escaping @Sendable () -> Int64) {
    self.symbols = symbols
    self.listed = listed
    self.clock = clock
  }

  /// A market whose time stands still.
  public init(symbols: [String], listed: Int64, now: Int64) {
    self.init(symbols: symbols, listed: listed, clock: { now })
  }

  /// The opens of the bars from a time to another, inclusive, the one that is still open too.
  public func opens(_ interval: Int64, from: Int64, to: Int64, limit: Int) -> [Int64] {
    let last = min(to, clock())
    var open = (max(from, listed) + interval - 1) / interval * interval
    var opens: [Int64] = []
    while open <= last, opens.count < limit {
      if !lacking.contains(open) { opens.append(open) }
      open += interval
    }
    return opens
  }

  /// The twelve values of a bar as the exchange writes them: texts in quotes but for times and the
  /// count.
  public func row(_ symbol: String, _ interval: Int64, open: Int64) -> [String] {
    var state = UInt64(bitPattern: open / 1_000) &* 0x9E37_79B9_7F4A_7C15
    for byte in symbol.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    func draw(_ bound: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % bound)
    }
    let (start, end) = (40_000_00 + draw(10_000), 40_000_00 + draw(10_000))
    let high = max(start, end) + draw(500)
    let low = min(start, end) - draw(500)
    let volume = 1 + draw(1_000_000)
    func cents(_ value: Int) -> String {
      String(format: "\"%d.%02d000000\"", value / 100, value % 100)
    }
    func amount(_ value: Int) -> String {
      String(format: "\"%d.%05d000\"", value / 100_000, value % 100_000)
    }
    return [
      "\(open)", cents(start), cents(high), cents(low), cents(end), amount(volume),
      "\(open + interval - 1)", amount(volume * 40_000), "\(draw(5_000))", amount(volume / 2),
      amount(volume * 20_000), "\"0\"",
    ]
  }

  /// The best bid and ask of a symbol as the exchange writes them: what is wanted at the bid are the
  /// seconds of its time, so that a test can say when it was asked.
  public func ticker(_ symbol: String) -> String {
    let time = clock()
    let seconds = String(format: "%d.%03d00000", time / 1_000, time % 1_000)
    return """

      {"symbol":"\(symbol)","bidPrice":"39999.50000000","bidQty":"\(seconds)",\
      "askPrice":"40000.50000000","askQty":"2.00000000"}
      """

  }

  /// A row of an archive, in milliseconds or microseconds.
  public func archiveRow(
    _ symbol: String, _ interval: Int64, open: Int64, inMicroseconds: Bool = false
  ) -> String {
    var values = row(symbol, interval, open: open).map {
      $0.replacingOccurrences(of: "\"", with: "")
    }
    if inMicroseconds {
      values[0] += "000"
      values[6] += "999"
    }
    return values.joined(separator: ",") + "\n"
  }
}
