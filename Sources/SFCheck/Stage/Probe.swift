import SFCore
import SFWire

/// A stream that is given to a foreign stage to see what comes out.
package struct Probe {
  /// How findings name it.
  let name: String
  /// The lines of the stream, without line feeds.
  let lines: [String]

  package init(name: String, lines: [String]) {
    self.name = name
    self.lines = lines
  }

  /// With white space, orders of keys and types that a stage may not know, all to be kept as they are.
  static let plain = Probe(name: "plain", lines: wholeStream(steps: 24, isVaried: true))

  /// Far more than any pipe holds.
  static let large = Probe(name: "large", lines: wholeStream(steps: 4_000, isVaried: false))

  static let empty = Probe(name: "empty", lines: [])

  static let bare = Probe(
    name: "bare", lines: [header, "{\"type\":\"end\",\"reason\":\"end_of_input\",\"counts\":{}}"])

  /// A header and no end: whoever reads it must not make one up.
  static let cut = Probe(
    name: "cut", lines: Array(wholeStream(steps: 3, isVaried: false).dropLast()))

  var text: [UInt8] { lines.flatMap { Array($0.utf8) + [10] } }

  private static let header =
    "{\"type\":\"header\",\"protocol\":1,\"stages\":[{\"name\":\"sf-ingest\",\"version\":\"0.1.0\",\"config\":{\"files\":[\"probe.csv\"],\"interval\":\"1m\"}},"
    + "{\"name\":\"sf-features\",\"version\":\"0.1.0\",\"config\":{\"specs\":[\"sma:period=20\",\"sma:period=50\"]},\"columns\":[\"sma_20\",\"sma_50\"],\"units\":[\"price\",\"price\"]}]}"

  private static let start: Timestamp = "2026-01-05T09:00:00.000Z"

  private static func wholeStream(steps: Int, isVaried: Bool) -> [String] {
    var lines = [header]
    var counts: [(String, Int)] = [("bar", 0), ("mark", 0)]
    var price: Int64 = 4_325_011
    var ts = start
    for index in 0..<steps {
      ts = start + Int64(index + 1) * 60_000
      // A walk that any program can repeat; no two lines are the same.
      price += Int64(index * 7_919 % 2_003) - 1_000
      lines += step(ts, price, index, isVaried: isVaried)
      counts[0].1 += 2
      counts[1].1 += 1
    }
    if isVaried {
      lines.append(
        "{\"type\":\"equity\",\"ts\":\"\(ts)\",\"equity\":10000.0,\"cash\":10000.0,\"exposure\":0.0,\"drawdown\":0.0,\"open_positions\":0,\"buy_hold\":10000.0}"
      )
    }
    let text = counts.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
    lines.append(
      "{\"type\":\"end\",\"ts\":\"\(ts)\",\"reason\":\"end_of_input\",\"counts\":{\(text)}}")
    return lines
  }

  private static func step(
    _ ts: Timestamp, _ price: Int64, _ index: Int, isVaried: Bool
  ) -> [String] {
    var lines: [String] = []
    for symbol in ["BTCUSDT", "ETHUSDT"] {
      let close = Price(units: price * (symbol == "BTCUSDT" ? 1_000_000 : 60_000))
      let (high, low) = (Price(units: close.units + 500_000), Price(units: close.units - 500_000))
      lines.append(
        "{\"type\":\"bar\",\"ts\":\"\(ts)\",\"symbol\":\"\(symbol)\",\"interval\":\"1m\",\"open\":\(close),\"high\":\(high),\"low\":\(low),\"close\":\(close),\"volume\":\(index % 17).25}"
      )
    }
    for symbol in ["BTCUSDT", "ETHUSDT"] {
      let values = index < 3 ? "null" : "\(price).5"
      lines.append(
        "{\"type\":\"features\",\"ts\":\"\(ts)\",\"symbol\":\"\(symbol)\",\"interval\":\"1m\",\"values\":{\"sma_20\":\(values),\"sma_50\":null}}"
      )
    }
    if index % 5 == 4 {
      lines.append(
        "{\"type\":\"signal\",\"ts\":\"\(ts)\",\"symbol\":\"BTCUSDT\",\"interval\":\"1m\",\"detector\":\"probe\",\"direction\":\"rise\",\"strength\":1.0}"
      )
    }
    if isVaried { lines += varied(ts, index) }
    lines.append("{\"type\":\"mark\",\"ts\":\"\(ts)\"}")
    return lines
  }

  /// Lines as others write them.
  private static func varied(_ ts: Timestamp, _ index: Int) -> [String] {
    switch index % 4 {
    case 1:
      [
        "{\"type\": \"x_note\", \"n\": \(index), \"text\": \"é \\u00e9 \\\"\", \"list\": [1, 2.50, 1e3]}"
      ]
    case 2:
      [
        "{ \"symbol\" : \"BTCUSDT\", \"interval\":\"1m\", \"detector\":\"other\", \"strength\":\(index).50, \"direction\":\"fall\", \"ts\":\"\(ts)\", \"x_why\":\"test\", \"type\":\"signal\" }"
      ]
    case 3: ["{\"ts\":\"\(ts)\",\"type\":\"unheard_of\",\"nested\":{\"a\":[{\"b\":\(index)}]}}"]
    default: []
    }
  }
}
