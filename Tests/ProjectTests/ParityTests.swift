import Foundation
import SFTestSupport
import Testing

/// The case that the original system and this one must agree on, from the pipeline that users copy.
@Suite struct ParityTests {
  static let hasPython = Shell.has("python3")

  /// What another system made of the file: fills, and the equity at the end.
  static let fills = 245
  static let equity = 9526.8893

  @Test(.enabled(if: hasPython, "needs python3"))
  func `the pipeline and the plain loop make the trades of the original`() throws {
    try Project.withWorkplace { place in
      let file = try Shell.run(
        "bin/bench.d/gen_bars.py out/parity.csv --bars 100000 && sha256sum < out/parity.csv",
        in: place)
      #expect(
        file.output
          == "48e71eaeac822e52a356988d54492283bf865e98d1594c8948aa539943d521c4  -\n")

      let loop = try object(Shell.run("bin/bench.d/loop.py 0.1 out/parity.csv", in: place).output)
      #expect(loop["fills"] as? Int == Self.fills && loop["open"] as? Int == 1)
      #expect(abs(try number(loop["equity"]) - Self.equity) < 0.001)

      let run = try Shell.run("sh pipelines/parity.sh out/parity.csv", in: place)
      try #require(run.status == 0, "\(run.error)")
      let lines = try Shell.run("grep '\"type\":\"fill\"' out/parity.jsonl", in: place).output
        .split(separator: "\n").map { try object(String($0)) }
      #expect(lines.count == Self.fills)
      let first = lines.prefix(3).map { "\($0["side"] ?? "") \($0["quantity"] ?? "")" }
      #expect(first == ["buy 0.03316253", "sell 0.03316253", "buy 0.03371036"])
      #expect(
        try lines.prefix(3).map { try number($0["price"]) } == [30154.51, 29699.59, 29613.83])
      let last = try Shell.run("grep '\"type\":\"equity\"' out/parity.jsonl | tail -n 1", in: place)
      #expect(abs(try number(object(last.output)["equity"]) - Self.equity) < 0.001)
    }
  }

  private func object(_ line: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  private func number(_ value: Any?) throws -> Double { try #require(value as? Double) }
}
