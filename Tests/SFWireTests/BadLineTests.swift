import SFCore
import SFTestSupport
import SFWire
import Testing

/// Each error of the wire page with its exact column: `^` stands before the byte to blame.
@Suite struct BadLineTests {
  private static let bar =
    "{\"type\":\"bar\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"symbol\":\"A\",\"interval\":\"1m\""

  /// What is wrong with a line, `nil` when nothing is; the text may hold a `^`, which is taken out.
  private func error(of marked: String) -> (found: WireError?, column: Int?) {
    let bytes = Array(marked.utf8)
    let column = bytes.firstIndex(of: UInt8(ascii: "^"))
    let line = bytes.filter { $0 != UInt8(ascii: "^") }
    var decoder = LineDecoder()
    var step = Step()
    do {
      try Line.withLine(of: line) { line in
        let envelope = try decoder.envelope(of: line)
        if envelope.type == .unknown { return }
        step.begin(envelope.ts ?? .earliest)
        try decoder.decode(line, envelope.type, into: &step)
      }
      return (nil, column.map { $0 + 1 })
    } catch {
      return (error as? WireError, column.map { $0 + 1 })
    }
  }

  private func expect(_ marked: String, _ message: String) {
    let (found, column) = error(of: marked)
    #expect(found?.message == message, "\(marked)")
    #expect(found?.column == column, "\(marked)")
  }

  @Test(arguments: [
    ("^hello", "found 'hello', expected '{'"),
    ("^[1]", "found '[', expected '{'"),
    ("^\u{FEFF}{\"type\":\"bar\"}", "found a byte-order mark, expected '{'"),
    ("{\"type\":\"note\"^", "found the end of the line, expected ',' or '}'"),
    ("{\"type\":\"note\"} ^x", "found 'x', expected the end of the line"),
    ("{\"type\":\"note\",^}", "found a trailing comma, expected a value behind it"),
    ("{\"type\":\"note\",\"a\":[1,^]}", "found a trailing comma, expected a value behind it"),
    ("{\"type\":\"note\",\"a\":1,^\"a\":2}", "found 'a' twice, expected each key once"),
    ("{\"type\":\"note\",\"a\":1,^\"\\u0061\":2}", "found 'a' twice, expected each key once"),
    ("{\"type\":\"note\",\"o\":{\"k\":1,^\"k\":1}}", "found 'k' twice, expected each key once"),
    ("{\"type\":\"note\",\"a\":^NaN}", "found 'NaN', expected a value"),
    ("{\"type\":\"note\",\"a\":^-Infinity}", "found '-Infinity', expected a number"),
    ("{\"type\":\"note\",\"a\":^01}", "found '01', expected a number"),
    ("{\"type\":\"note\",\"a\":^1.}", "found '1.', expected a number"),
    ("{\"type\":\"note\",\"a\":^1e999}", "found '1e999', expected a number in range"),
    ("{\"type\":\"note\",\"a\":^tru}", "found 'tru', expected a value"),
    ("{\"type\":\"note\",\"a\" ^1}", "found '1', expected ':'"),
    ("{\"type\":\"note\",^a:1}", "found 'a', expected a string"),
    ("{\"type\":\"note\",\"a\":\"x^", "found the end of the line, expected '\"'"),
    (
      "{\"type\":\"note\",\"a\":\"^\u{1}\"}",
      "found the byte 0x1, expected no control character in a string"
    ),
    ("{\"type\":\"note\",\"a\":\"\\^q\"}", "found 'q', expected an escape of JSON behind '\\'"),
    (
      "{\"type\":\"note\",\"a\":\"^\\u12g4\"}",
      "found '\\', expected four hexadecimal digits behind \\u"
    ),
    ("{\"type\":\"note\",\"a\":\"^\\ud800\"}", "found '\\', expected a surrogate pair"),
    ("{\"a\":1}^", "found an object without 'type', expected a type"),
    ("{\"type\":^5}", "found '5', expected a string"),
  ])
  func `refuses what is no line`(marked: String, message: String) {
    expect(marked, message)
  }

  @Test(arguments: [
    (",\"open\":1,\"high\":2,\"low\":1}^", "found a bar without 'close', expected last price"),
    (",\"open\":^\"1\",\"high\":2,\"low\":1,\"close\":1}", "found '\"1\"', expected a number"),
    (",\"open\":^null,\"high\":2,\"low\":1,\"close\":1}", "found 'null', expected a number"),
    (",\"open\":^NaN,\"high\":2,\"low\":1,\"close\":1}", "found 'NaN', expected a number"),
    (
      ",\"open\":^0.123456789,\"high\":2,\"low\":1,\"close\":1}",
      "found '0.123456789', expected an amount with at most eight decimals"
    ),
    (
      ",\"open\":^1e11,\"high\":2,\"low\":1,\"close\":1}",
      "found '1e11', expected an amount in range"
    ),
    (
      ",\"open\":1,\"high\":2,\"low\":1,\"close\":1,^\"open\":1}",
      "found '\"open\"' twice, expected each key once"
    ),
    (
      ",\"open\":1,\"high\":2,\"low\":1,\"close\":1,\"n\":1,^\"n\":1}",
      "found '\"n\"' twice, expected each key once"
    ),
    (
      ",\"open\":1,\"high\":2,\"low\":1,\"close\":1,^}",
      "found a trailing comma, expected a key behind it"
    ),
    (
      ",\"open\":1,\"high\":2,\"low\":1,\"close\":1,\"volume\":^1e999}",
      "found '1e999', expected a number in range"
    ),
    (
      ",\"open\":1,\"high\":2,\"low\":1,\"close\":1^",
      "found the end of the line, expected ',' or '}'"
    ),
    (",\"open\":1,\"high\":2,\"low\":1,\"close\":1}^}", "found '}', expected the end of the line"),
  ])
  func `refuses a bar`(rest: String, message: String) {
    expect(Self.bar + rest, message)
  }

  @Test func `refuses a bar whose high is below its low`() {
    expect(
      "^" + Self.bar + ",\"open\":1,\"high\":1,\"low\":2,\"close\":1}",
      "found high 1.0 below low 2.0, expected high at or above low")
  }

  @Test(arguments: [
    (
      "{\"type\":\"bar\",\"ts\":^\"2026-01-05T09:31:00Z\"}",
      "found '\"2026-01-05T09:31:00Z\"', expected a timestamp like \"2026-01-05T09:31:00.000Z\""
    ),
    (
      "{\"type\":\"bar\",\"ts\":^1767605460000}",
      "found '1767605460000', expected a timestamp like \"2026-01-05T09:31:00.000Z\""
    ),
    (
      "{\"ts\":^\"2026-02-30T00:00:00.000Z\",\"type\":\"mark\"}",
      "found '\"2026-02-30T00:00:00.000', expected a timestamp like \"2026-01-05T09:31:00.000Z\""
    ),
    (
      "{\"type\":\"bar\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"symbol\":^\"A B\"}",
      "found '\"A B\"', expected a symbol: \(Symbol.rule)"
    ),
    (
      "{\"type\":\"bar\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"symbol\":^7}",
      "found '7', expected a string"
    ),
    (
      "{\"type\":\"gap\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"symbol\":\"A\",\"interval\":\"1m\",\"from\":\"2026-01-05T09:30:00.000Z\",\"to\":\"2026-01-05T09:30:00.000Z\",\"bars\":^1.0}",
      "found '1.0', expected an integer"
    ),
    (
      "{\"type\":\"gap\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"symbol\":\"A\",\"interval\":\"1m\",\"from\":\"2026-01-05T09:30:00.000Z\",\"to\":\"2026-01-05T09:30:00.000Z\",\"bars\":^9007199254740993}",
      "found '9007199254740993', expected an integer"
    ),
    (
      "{\"type\":\"signal\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"symbol\":\"A\",\"interval\":\"1m\",\"detector\":\"d\",\"direction\":^\"up\"}",
      "found '\"up\"', expected rise, fall"
    ),
    (
      "^{\"type\":\"signal\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"symbol\":\"A\",\"interval\":\"1m\",\"detector\":\"d\",\"direction\":\"rise\",\"strength\":1,\"probability\":1.5}",
      "found a probability of 1.5, expected 0 to 1"
    ),
    (
      "{\"type\":\"refusal\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"symbol\":\"A\",\"by\":\"x\",\"reason\":\"y\"}^",
      "found a refusal without 'detector' or 'order', expected one of them"
    ),
    (
      "{\"type\":\"features\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"symbol\":\"A\",\"interval\":\"1m\",\"values\":{\"a\":1,^\"a\":2}}",
      "found '\"a\"' twice, expected each name once a bar"
    ),
    (
      "{\"type\":\"features\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"symbol\":\"A\",\"interval\":\"1m\",\"values\":{\"a\":^\"1\"}}",
      "found '\"1\"', expected a number"
    ),
    (
      "{\"type\":\"features\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"symbol\":\"A\",\"interval\":\"1m\",\"values\":{\"a\":^{\"b\":1}}}",
      "found '{', expected a number or null"
    ),
    (
      "{\"type\":\"features\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"symbol\":\"A\",\"interval\":\"1m\",\"values\":{\"a\":1,^}}",
      "found a trailing comma, expected a name behind it"
    ),
    (
      "{\"type\":\"features\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"symbol\":\"A\",\"interval\":\"1m\",\"values\":^[1]}",
      "found '[', expected an object"
    ),
  ])
  func `refuses a line of a known type`(marked: String, message: String) {
    expect(marked, message)
  }

  @Test func `refuses invalid UTF-8 at its byte`() throws {
    for bytes: [UInt8] in [
      [0xFF], [0xC3, 0x28], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0xC0, 0xAF], [0x80],
    ] {
      let line = Array("{\"type\":\"note\",\"a\":\"é".utf8) + bytes + Array("\"}".utf8)
      #expect(
        throws: WireError(
          column: 23, found: "the byte 0x\(String(bytes[0], radix: 16))", expected: "valid UTF-8")
      ) {
        try Line.withLine(of: line) { _ = try JSONValue($0) }
      }
    }
  }

  @Test func `refuses deep nesting`() throws {
    let deep =
      "{\"a\":" + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "}"
    #expect(throws: WireError.self) {
      try Line.withLine(of: Array(deep.utf8)) { _ = try JSONValue($0) }
    }
  }

  /// 60 000 keys in one line: compared in pairs they would take a minute.
  @Test func `finds a key that comes twice among very many`() throws {
    let keys = (0..<60_000).map { "\"k\($0)\":1" }
    for type in ["note", "bar\",\"ts\":\"2026-01-05T09:31:00.000Z"] {
      let text = "{\"type\":\"\(type)\"," + keys.joined(separator: ",") + ",^\"k1\":2}"
      #expect(error(of: text).found?.column == error(of: text).column)
    }
  }
}
