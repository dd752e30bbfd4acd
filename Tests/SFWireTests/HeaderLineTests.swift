import SFCore
import SFTestSupport
import SFWire
import Testing

@Suite struct HeaderLineTests {
  private let entry = StageEntry(
    name: "sf-x", version: "0.1.0", config: [Setting("n", 5), Setting("list", ["a", "b"])],
    columns: ["c", "d"], units: [.price, nil])
  private let entryText =
    "{\"name\":\"sf-x\",\"version\":\"0.1.0\",\"config\":{\"n\":5,\"list\":[\"a\",\"b\"]},\"columns\":[\"c\",\"d\"],\"units\":[\"price\",null]}"

  private func adding(to text: String) throws -> String {
    try Line.withLine(of: Array(text.utf8)) {
      String(decoding: try HeaderLine.adding(entry, to: $0), as: UTF8.self)
    }
  }

  /// What others wrote stays, byte for byte: only the one place changes.
  @Test(arguments: [
    "{\"type\":\"header\",\"protocol\":1,\"stages\":[^]}",
    "{\"type\":\"header\",\"protocol\":1,\"stages\":[  ^]}",
    "{ \"stages\" : [ {\"version\":\"]\",\"name\":\"p}\\u0079\",\"config\":{\"a\":[1.50e+3,{}]},\"x\":null} ^] , \"x_by\":\"é\", \"protocol\": 1 ,\"type\":\"header\" }\r",
    "{\"protocol\":1,\"x_a\":{\"stages\":[]},\"stages\":[{\"name\":\"a\"},{\"name\":\"b\"}^],\"type\":\"header\"}",
  ])
  func `grows by a stage without touching other bytes`(marked: String) throws {
    let text = marked.replacing("^", with: "")
    let isEmpty = !text.contains("\"name\"")
    let expected = marked.replacing("^", with: (isEmpty ? "" : ",") + entryText) + "\n"
    #expect(try adding(to: text) == expected)
  }

  @Test func `reads what it writes`() throws {
    let header = Header(stages: [
      entry,
      StageEntry(
        name: "py", version: "",
        config: [
          Setting("a", .json("{\"b\":1}")), Setting("f", true), Setting("nothing", nil as String?),
          Setting("price", amount: Price(1.5)),
        ]),
    ])
    var buffer = ByteBuffer()
    HeaderLine.write(header, to: &buffer)
    let read = try Line.withLine(of: Array(buffer.bytes)) { try HeaderLine.read($0) }
    #expect(read.protocol == 1 && read.header == header)
  }

  @Test(arguments: [
    ("{\"type\":\"header\",\"protocol\":1}", "found a header without 'stages'"),
    ("{\"type\":\"header\",\"stages\":[]}", "found a header without 'protocol'"),
    ("{\"type\":\"header\",\"protocol\":\"1\",\"stages\":[]}", "found '\"1\"'"),
    ("{\"type\":\"header\",\"protocol\":1,\"stages\":{}}", "found '{'"),
    ("{\"type\":\"header\",\"protocol\":1,\"stages\":[7]}", "found a stage without 'name'"),
    (
      "{\"type\":\"header\",\"protocol\":1,\"stages\":[{\"name\":\"a\",\"columns\":[1]}]}",
      "found 'columns' of a that are no names"
    ),
    (
      "{\"type\":\"header\",\"protocol\":1,\"stages\":[{\"name\":\"a\",\"columns\":[\"x\"],\"units\":[\"metre\"]}]}",
      "found the unit \"metre\" of a"
    ),
    (
      "{\"type\":\"header\",\"protocol\":1,\"stages\":[{\"name\":\"a\",\"columns\":[\"x\"],\"units\":[]}]}",
      "found 'units' of a that do not match its columns"
    ),
    (
      "{\"type\":\"header\",\"protocol\":1,\"stages\":[{\"name\":\"a\",\"units\":{}}]}",
      "found 'units' of a that do not match its columns"
    ),
  ])
  func `refuses a header that says nothing sure`(text: String, message: String) {
    do {
      _ = try Line.withLine(of: Array(text.utf8)) { try HeaderLine.read($0) }
      Issue.record("taken: \(text)")
    } catch {
      #expect((error as? WireError)?.message.hasPrefix(message) == true, "\(error)")
    }
  }

  @Test func `reads and writes the end`() throws {
    let end = End(
      ts: "2026-01-31T00:00:00.000Z", reason: "end_of_input",
      counts: [.init(type: "bar", lines: 37_469), .init(type: "mark", lines: 37_469)])
    for end in [end, End(ts: nil, reason: "", counts: [])] {
      var buffer = ByteBuffer()
      EndLine.write(end, to: &buffer)
      #expect(try Line.withLine(of: Array(buffer.bytes)) { try EndLine.read($0) } == end)
    }
  }
}
