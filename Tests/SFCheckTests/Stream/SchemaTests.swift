import Foundation
import SFTestSupport
import SFWire
import Testing

@Suite struct SchemaTests {
  static let hasValidator: Bool =
    (try? Shell.run("python3 -W ignore -c 'import jsonschema'").status) == 0

  private static let script = """
    import json, sys
    from jsonschema import Draft202012Validator
    schema = json.load(open(sys.argv[1]))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for line in sys.stdin:
        print("yes" if validator.is_valid(json.loads(line)) else "no")
    """

  /// For each line whether the schema of the type takes it.
  private func verdicts(_ type: String, _ lines: [String]) throws -> [Bool] {
    let result = try Shell.run(
      "sf-check --schema \(type) > schema.json && python3 -W ignore -c '\(Self.script)' schema.json",
      input: lines.map { $0 + "\n" }.joined())
    #expect(result.status == 0, "\(result.error)")
    return result.output.split(separator: "\n").map { $0 == "yes" }
  }

  @Test(.enabled(if: hasValidator, "needs python3 with jsonschema"))
  func `takes what the writer writes and refuses what lacks a key`() throws {
    var random = RandomStep(seed: 51)
    let lines = (0..<20).flatMap { _ in RandomStep.lines(of: random.next()) }
    for type in Set(lines.map(\.type)) {
      let good = lines.filter { $0.type == type }.map(\.text)
      #expect(try verdicts(type.name, good) == good.map { _ in true }, "\(type)")
      let required = LineTable.rules(of: type).filter(\.isRequired)
      let bad = required.map {
        good[0].replacingOccurrences(of: "\"\($0.key)\":", with: "\"x\($0.key)\":")
      }
      #expect(try verdicts(type.name, bad) == bad.map { _ in false }, "\(type)")
    }
  }

  @Test(
    .enabled(if: hasValidator, "needs python3 with jsonschema"),
    arguments: [
      (
        "mark", "{\"type\":\"mark\",\"ts\":\"2026-01-05T09:31:00.000Z\"}",
        "{\"type\":\"mark\",\"ts\":\"2026-01-05T09:31:00Z\"}"
      ),
      (
        "end", "{\"type\":\"end\",\"reason\":\"x\",\"counts\":{\"bar\":1}}",
        "{\"type\":\"end\",\"reason\":\"x\",\"counts\":{\"bar\":-1}}"
      ),
      (
        "header", CheckLines.header,
        CheckLines.header.replacingOccurrences(of: "\"protocol\":1", with: "\"protocol\":2")
      ),
      (
        "header", CheckLines.header,
        CheckLines.header.replacingOccurrences(of: "\"name\"", with: "\"nam\"")
      ),
      (
        "alert",
        "{\"type\":\"alert\",\"ts\":\"2026-01-05T09:31:00.000Z\",\"level\":\"a\",\"rule\":\"b\",\"state\":\"c\",\"value\":1,\"limit\":null,\"text\":\"\"}",
        "{\"type\":\"alert\"}"
      ),
    ])
  func `tells right from wrong`(type: String, good: String, bad: String) throws {
    #expect(try verdicts(type, [good, bad]) == [true, false])
  }

  @Test func `is there for every type, and proposes one for a typo`() throws {
    for type in LineTable.types {
      #expect(try Shell.run("sf-check --schema \(type.name)").status == 0)
    }
    let result = try Shell.run("sf-check --schema singal")
    #expect(result.status == 64)
    #expect(result.error.hasSuffix("help: did you mean 'signal'?\n"))
  }
}
