import SFCore
import Testing

@Suite struct NameTests {
  @Test(arguments: [
    "BTCUSDT", "a", "EUR/USD", "BTC-PERP", "BRK.B", "x:y_z", "0", String(repeating: "A", count: 32),
    "币安人生USDT", "^GSPC", "EURUSD=X", "ä", "A;", "M&M", String(repeating: "币", count: 32),
  ])
  func `takes a symbol`(text: String) {
    #expect(Symbol(text)?.text == text)
  }

  @Test(arguments: [
    "", "A B", "A,B", "\"", "A\\B", String(repeating: "A", count: 33), "A\n", "A\u{A0}B",
    "A\u{2028}",
    "\u{202E}A", "\u{FEFF}A", "A\u{85}", "A\u{200B}", String(repeating: "币", count: 33),
  ])
  func `refuses what is no symbol`(text: String) {
    #expect(Symbol(text) == nil)
  }

  /// Every byte, so that no range is off by one.
  @Test func `takes exactly the bytes of a symbol`() {
    let refused = Set("\"\\,".utf8)
    for byte in UInt8.min...UInt8.max {
      let isSymbol = (0x21...0x7E).contains(byte) && !refused.contains(byte)
      #expect(Symbol.accepts([byte]) == isSymbol, "byte \(byte)")
    }
    // Halves of letters are none.
    #expect(!Symbol.accepts([0xE5, 0xB8]) && !Symbol.accepts([0xC0, 0x80]))
  }

  /// The same letter, written in two ways, is two symbols.
  @Test func `compares symbols by bytes`() {
    let (one, two): (Symbol, Symbol) = ("\u{E9}", "e\u{301}")
    #expect(one.text == two.text)
    #expect(one != two && two < one)
    #expect(Set([one, two]).count == 2)
    let foreign: Symbol = "币"
    #expect(foreign > "z")
  }

  @Test func `orders symbols by bytes`() {
    let symbols: [Symbol] = ["b", "B", "a", "A", "1", "-", "_", "AB", "A.B"]
    #expect(symbols.sorted().map(\.text) == ["-", "1", "A", "A.B", "AB", "B", "_", "a", "b"])
  }

  @Test func `knows the lengths of intervals, in order`() {
    #expect(Interval.timed.map(\.milliseconds) == Interval.timed.map(\.milliseconds).sorted())
    #expect(Interval("15m")?.milliseconds == 900_000)
    #expect(Interval("1w")?.milliseconds == 604_800_000)
    #expect(Interval("100t")?.milliseconds == nil && Interval("100t") != nil)
    #expect(Interval(milliseconds: 3_600_000)?.text == "1h")
    for (text, canonical, length) in [
      ("10m", "10m", 600_000), ("60m", "1h", 3_600_000), ("65m", "65m", 3_900_000),
      ("90s", "90s", 90_000), ("24h", "1d", 86_400_000), ("7d", "1w", 604_800_000),
      ("366d", "366d", 31_622_400_000),
    ] as [(String, String, Int64)] {
      #expect(Interval(text)?.text == canonical && Interval(text)?.milliseconds == length)
      #expect(Interval(milliseconds: length)?.text == canonical)
    }
    for text in ["0m", "01m", "367d", "9999999999999999", "2M", "1D", "m", "1.5h", "-1m"] {
      #expect(Interval(text)?.milliseconds == nil, "\(text)")
    }
    #expect(Interval(milliseconds: 61_500) == nil && Interval(milliseconds: 0) == nil)
    for text in ["", "1 m", "1m\"", "ä", String(repeating: "1", count: 17)] {
      #expect(Interval(text) == nil, "\(text)")
    }
  }

  @Test func `orders intervals by length, the others last`() {
    let intervals = ["5vol", "1d", "1m", "100t", "4h"].compactMap { Interval($0) }
    #expect(
      intervals.sorted(by: Interval.isOrdered).map(\.text) == ["1m", "4h", "1d", "100t", "5vol"])
  }

  @Test(
    arguments: [
      ("sma", "sma"), ("sme", "sma"), ("ams", "sma"), ("emaa", "ema"), ("bband", "bbands"),
      ("trailing_stopp", "trailing_stop"), ("", nil), ("wholly_different", nil), ("SMA", "sma"),
      ("trailing", "trailing_stop"),
    ] as [(String, String?)])
  func `proposes the nearest name`(name: String, nearest: String?) {
    let names = ["sma", "ema", "bbands", "trailing_stop"]
    let found = NearestName.of(name, among: names)
    #expect(found == nearest)
    #expect(NearestName.help(for: name, among: names) == nearest.map { "did you mean '\($0)'?" })
  }

  @Test(
    arguments: [
      ("sam", ["sma", "ema", "tsa"]), ("stop_loss", ["trailing_stop", "tsa", "sma"]),
      ("", ["sma", "ema", "tsa"]), ("wholly_different", ["trailing_stop", "ema", "bbands"]),
    ] as [(String, [String])])
  func `names the three nearest, however far`(name: String, nearest: [String]) {
    let names = ["sma", "ema", "bbands", "trailing_stop", "tsa"]
    #expect(NearestName.three(name, among: names) == nearest)
    #expect(NearestName.three(name, among: ["one"]) == ["one"])
  }

  @Test func `says a short list whole, and of a long one the nearest alone`() {
    let names = ["sma", "ema", "hma", "bbands", "macd", "rsi"]
    #expect(
      NearestName.expected("sam", among: names) == "expected sma, ema, hma, bbands, macd, rsi")
    #expect(NearestName.expected("sam", among: names + ["t3"]) == "the nearest are sma ema hma")
    #expect(NearestName.expected("sam", among: []) == "expected none")
  }

  @Test(
    arguments: [
      ("60m", "1h 30m 2h", "1h"), ("24hours", "1d 12h 8h", "1d"), ("1D", "1d 12h 8h", "1d"),
      ("7m", "5m 15m 3m", "7m"), ("90min", "2h 1h 4h", "90m"), ("7x", "1s 1m 3m", nil),
      ("1month", "1w 3d 1d", "1M"), ("99999999999999999w", "1w 1s 1m", nil),
    ] as [(String, String, String?)])
  func `an interval in other words is told by its length`(
    text: String, nearest: String, meant: String?
  ) {
    #expect(Interval.nearest(to: text).joined(separator: " ") == nearest)
    #expect(Interval.meant(by: text)?.text == meant)
  }
}
