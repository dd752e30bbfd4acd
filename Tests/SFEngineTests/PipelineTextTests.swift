import SFEngine
import SFStrategy
import SFTestSupport
import Testing

@Suite struct PipelineTextTests {
  private func words(_ text: String, _ arguments: [String] = []) throws -> [[String]] {
    try PipelineText(text, arguments: arguments, environment: ["HOME": "/home/q"])
      .commands.map(\.words)
  }

  @Test(
    arguments: [
      ("a b | c", [["a", "b"], ["c"]]),
      ("a |\n  b", [["a"], ["b"]]),
      ("a \\\n  b|c", [["a", "b"], ["c"]]),
      ("# why\nset -euo pipefail\n\na 'x | y' \"z w\" # end\n", [["a", "x | y", "z w"]]),
      ("N=20\nM=\"$N 1\"\nsma:$N ${N}0 '$N' \"$M\"", [["sma:20", "200", "$N", "20 1"]]),
      ("a $HOME", [["a", "/home/q"]]),
      ("a --exit tp_sl:take_profit_pct=0.03", [["a", "--exit", "tp_sl:take_profit_pct=0.03"]]),
      ("a fast=sma:20", [["a", "fast=sma:20"]]),
      ("a \\| b", [["a", "|", "b"]]),
      ("a \"\\$N \\\" \\x\"", [["a", "$N \" \\x"]]),
      ("a '' b", [["a", "", "b"]]),
      ("#!/bin/sh\na", [["a"]]),
    ])
  func `reads what the shell reads`(text: String, expected: [[String]]) throws {
    #expect(try words(text) == expected)
  }

  @Test func `arguments stand for numbers`() throws {
    #expect(try words("a $1 \"${2}\"", ["x", "y z"]) == [["a", "x", "y z"]])
  }

  @Test func `redirections stand at the ends`() throws {
    let text = try PipelineText("a < in.jsonl | b > 'out file'")
    #expect(text.input == "in.jsonl")
    #expect(text.output == "out file")
    #expect(text.commands.map(\.words) == [["a"], ["b"]])
  }

  @Test(
    arguments: [
      ("a && b", 1, 3), ("a; b", 1, 2), ("a | | b", 1, 5), ("| a", 1, 1), ("a |", 1, 3),
      ("a > x | b", 1, 7), ("a | b < x", 1, 7), ("a >> x", 1, 3), ("a $(b)", 1, 3),
      ("a `b`", 1, 3), ("a *.csv", 1, 3), ("a $N", 1, 3), ("a $1", 1, 3), ("a\nb", 2, 1),
      ("a 'b", 1, 3), ("if x; then a; fi", 1, 5), ("a <(b)", 1, 3), ("", 1, 1), ("a || b", 1, 3),
      ("a 2>&1", 1, 4), ("a ${N:-1}", 1, 3), ("set -e | a", 1, 8), ("a <", 1, 3),
    ])
  func `refuses the rest with its place`(text: String, line: Int, column: Int) {
    let failure = #expect(throws: PipelineText.Failure.self) { try PipelineText(text) }
    #expect(failure?.place == .init(line: line, column: column), "\(text)")
  }

  /// Cut and mutated texts end in a value or a failure, never in a trap.
  @Test func `survives any text`() {
    let base = Array("N='a b'\nset -e\na \"$N\" < x | b \\\n ${N} | c > 'y' # z\n".utf8)
    var random = SeededGenerator(seed: 3)
    for _ in 0..<20_000 {
      var bytes = base
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        if Bool.random(using: &random) {
          bytes[place] = UInt8.random(in: 0...127, using: &random)
        } else {
          bytes.remove(at: place)
        }
      }
      _ = try? PipelineText(String(decoding: bytes, as: UTF8.self))
    }
  }
}
