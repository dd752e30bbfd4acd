import SFCore
import SFWire

/// A message of a stream, alone, in a combined stream, or recorded with the time of its receipt
/// before it.
///
///     1723161600164378285 {"stream":"btcusdt@trade","data":{"e":"trade","s":"BTCUSDT",
///       "t":3735693016,"p":"61685.99","q":"0.00017","T":1723161601437,"m":true, …}}
///
/// `trade` is one trade, `aggTrade` those that one order made at one price.
package struct PrintMessage {
  package enum Kind { case trade, aggregate, other }

  private let line: Line
  package private(set) var kind = Kind.other
  package private(set) var symbol: JSONString?
  /// Where the values of the keys that are needed stand.
  private var price: UnsafePointer<UInt8>?
  private var quantity: UnsafePointer<UInt8>?
  private var time: UnsafePointer<UInt8>?
  private var tradeID: UnsafePointer<UInt8>?
  private var aggregateID: UnsafePointer<UInt8>?
  private var firstID: UnsafePointer<UInt8>?
  private var lastID: UnsafePointer<UInt8>?
  private var isBuyerMaker: UnsafePointer<UInt8>?

  package init(_ line: Line) throws(WireError) {
    self.line = line
    var p = Self.message(of: line)
    try read(&p, isOuter: true)
    Scanner.skipSpace(&p)
    guard p >= line.end else { throw line.error(at: p, expected: "the end of the line") }
  }

  /// Whether a line, the first of its input, is such a message and none of our lines.
  package static func isOne(_ line: Line) -> Bool {
    var p = message(of: line)
    guard p.pointee == UInt8(ascii: "{") else { return false }
    if p > line.start, p[-1] == UInt8(ascii: " "), line.start.pointee &- 48 < 10 { return true }
    var isOurs = false
    var isTheirs = false
    do {
      try Scanner.object(&p, of: line) { key, p throws(WireError) in
        let name = key.text
        if name == "type" { isOurs = true }
        if ["e", "stream", "result"].contains(name) { isTheirs = true }
        try Scanner.skipValue(&p, of: line)
      }
    } catch {
      // Whoever reads the line says what is wrong with it.
      return false
    }
    return isTheirs && !isOurs
  }

  /// The message behind the time of its receipt, if that is there.
  private static func message(of line: Line) -> UnsafePointer<UInt8> {
    var p = line.start
    while p.pointee &- 48 < 10 { p += 1 }
    Scanner.skipSpace(&p)
    return p
  }

  private mutating func read(
    _ p: inout UnsafePointer<UInt8>, isOuter: Bool
  ) throws(WireError) {
    var message = self
    let line = line
    try Scanner.object(&p, of: line) { key, p throws(WireError) in
      if key.count == 1 {
        try message.take(key.start.pointee, &p)
      } else if isOuter, key.count == 4, key.text == "data", p.pointee == UInt8(ascii: "{") {
        try message.read(&p, isOuter: false)
      } else {
        try Scanner.skipValue(&p, of: line)
      }
    }
    self = message
  }

  /// Takes the value of a key of one letter.
  private mutating func take(_ key: UInt8, _ p: inout UnsafePointer<UInt8>) throws(WireError) {
    let value = p
    switch key {
    case UInt8(ascii: "e"):
      guard p.pointee == UInt8(ascii: "\"") else { break }
      let name = try Scanner.string(&p, of: line)
      if name.count == 5, name.text == "trade" { kind = .trade }
      if name.count == 8, name.text == "aggTrade" { kind = .aggregate }
      return
    case UInt8(ascii: "s"):
      guard p.pointee == UInt8(ascii: "\"") else { break }
      symbol = try Scanner.string(&p, of: line)
      return
    case UInt8(ascii: "p"): price = value
    case UInt8(ascii: "q"): quantity = value
    case UInt8(ascii: "T"): time = value
    case UInt8(ascii: "t"): tradeID = value
    case UInt8(ascii: "a"): aggregateID = value
    case UInt8(ascii: "f"): firstID = value
    case UInt8(ascii: "l"): lastID = value
    case UInt8(ascii: "m"): isBuyerMaker = value
    default: break
    }
    try Scanner.skipValue(&p, of: line)
  }

  // MARK: The print

  /// What the message says was traded; `nil` for a message of another kind, and for one of a trade
  /// of nothing at no price, which is how the exchange sends what is none.
  package func content(_ countRounded: (Int) -> Void) throws(WireError) -> Print? {
    guard kind != .other else { return nil }
    let price = try amount(price, "p", "a price", countRounded)
    let quantity = try amount(quantity, "q", "a quantity", countRounded)
    if price == 0, quantity == 0 { return nil }
    guard price > 0, quantity > 0 else {
      throw WireError(
        column: 1, found: "a trade of \(Quantity(units: quantity)) at \(Price(units: price))",
        expected: "both above 0")
    }
    var print = Print(
      time: try integer(time, "T"), price: Price(units: price),
      quantity: Quantity(units: quantity))
    guard Timestamp(milliseconds: print.time).isRepresentable, print.time < 1 << 47 else {
      throw WireError(column: 1, found: "the time \(print.time)", expected: "milliseconds")
    }
    print.id = try integer(
      kind == .trade ? tradeID : aggregateID, kind == .trade ? "t" : "a")
    if kind == .aggregate {
      print.count = try integer(lastID, "l") - integer(firstID, "f") + 1
    }
    if var p = isBuyerMaker {
      print.isTakerBuy = !Scanner.accepts("true", &p)
    }
    return print
  }

  /// A number with quotes around it, as the exchange writes amounts, or without.
  private func amount(
    _ value: UnsafePointer<UInt8>?, _ key: String, _ expected: String, _ countRounded: (Int) -> Void
  ) throws(WireError) -> Int64 {
    guard let value else { throw missing(key) }
    let isQuoted = value.pointee == UInt8(ascii: "\"")
    let first = isQuoted ? value + 1 : value
    func isEnd(_ p: UnsafePointer<UInt8>) -> Bool { !isQuoted || p.pointee == UInt8(ascii: "\"") }
    var p = first
    if let units = AmountText.read(&p), isEnd(p) { return units }
    p = first
    if let number = DecimalNumber(scanning: &p), isEnd(p) {
      switch number.eighths {
      case .exact(let units): return units
      case .rounded(let units):
        countRounded(first - line.start + 1)
        return units
      case .outOfRange: break
      }
    }
    throw line.error(at: value, expected: expected)
  }

  private func integer(_ value: UnsafePointer<UInt8>?, _ key: String) throws(WireError) -> Int64 {
    guard var p = value else { throw missing(key) }
    let start = p
    guard let number = DecimalNumber(scanning: &p)?.integer, number >= 0 else {
      throw line.error(at: start, expected: "an integer in '\(key)'")
    }
    return number
  }

  private func missing(_ key: String) -> WireError {
    WireError(
      column: line.count + 1, found: "a trade without '\(key)'", expected: "it")
  }
}
