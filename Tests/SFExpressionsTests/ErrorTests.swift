import SFCore
import SFExpressions
import SFTestSupport
import Testing

/// A condition that is none: its column, what is said, and the help.
@Suite struct ErrorTests {
  @Test(arguments: [
    ("", 1, "found the end, expected a name, a number or '('", nil),
    ("rsi_14 < and close > 3", 10, "found 'and', expected a name, a number or '('", nil),
    ("rsi_14 < 30 close", 13, "found 'close', expected an operator or the end", nil),
    ("(rsi_14 < 30", 13, "found the end, expected an operator or ')'", nil),
    ("rsi_14 < 30)", 12, "found ')', expected an operator or the end", nil),
    ("rsi_14 = 30", 8, "found '=', expected a name, a number or an operator", "write =="),
    ("x > 1 && y > 1", 7, "found '&&', expected a name, a number or an operator", "write and"),
    ("x > 1 AND y > 1", 7, "found 'AND', expected an operator or the end", "write and"),
    ("!x", 1, "found '!', expected a name, a number or an operator", "write not"),
    ("x > 1 # y", 7, "found '#', expected a name, a number or an operator", nil),
    ("x > 1 é", 7, "found 'é', expected a name, a number or an operator", nil),
    ("x > 14x", 5, "found '14x', expected a number such as 0.5", nil),
    ("x > 0x1F", 5, "found '0x1F', expected a number such as 0.5", nil),
    ("x > 1e999", 5, "found '1e999', expected a number such as 0.5", nil),
    ("x > .", 5, "found '.', expected a number such as 0.5", nil),
    ("x + 1", 1, "found a number, expected a condition", "compare it, as in close > 0"),
    ("x > 1 and y", 11, "found a number, expected a condition", "compare it, as in close > 0"),
    ("not x", 5, "found a number, expected a condition", "compare it, as in close > 0"),
    ("x + (y > 1) > 2", 5, "found a condition, expected a number", nil),
    ("lag(x > 1, 2) > 0", 5, "found a condition, expected a number", nil),
    ("-(x > 1) > 0", 2, "found a condition, expected a number", nil),
    (
      "count_in(x, 2) > 0", 10, "found a number, expected a condition",
      "compare it, as in close > 0"
    ),
    ("lag(x) > 0", 6, "found ')', expected ',' as in lag(x, n)", nil),
    (
      "lag(x, 0) > 0", 8,
      "found '0', expected a whole number of bars, 1 to 100000, as in lag(x, n)",
      nil
    ),
    (
      "lag(x, y) > 0", 8,
      "found 'y', expected a whole number of bars, 1 to 100000, as in lag(x, n)",
      nil
    ),
    ("abs(x, y) > 0", 6, "found ',', expected ')' as in abs(x)", nil),
    ("max(x) > 0", 6, "found ')', expected ',' as in max(x, y, …)", nil),
    ("cross_above(x)", 14, "found ')', expected ',' as in cross_above(x, y)", nil),
  ])
  func `an error says where, what was found and what was expected`(
    text: String, column: Int, reason: String, help: String?
  ) {
    let error = #expect(throws: ExpressionError.self) { try ConditionExpression(text) }
    #expect(error?.column == column)
    #expect(error?.reason == reason)
    #expect(error?.help == help)
    #expect(error?.message == "'\(text)', column \(column): \(reason)")
  }

  @Test func `an unknown function names the nearest`() {
    let error = #expect(throws: ExpressionError.self) {
      try ConditionExpression("crossabove(x, y)")
    }
    #expect(error?.reason.hasPrefix("found 'crossabove', which is no function: ") ?? false)
    #expect(error?.help == "did you mean 'cross_above'?")
  }

  @Test func `texts without end are refused, not followed`() {
    let deep = String(repeating: "(", count: 70) + "x" + String(repeating: ")", count: 70)
    #expect(throws: ExpressionError.self) { try NumberExpression(deep) }
    #expect(throws: ExpressionError.self) {
      try NumberExpression(String(repeating: "- ", count: 70) + "x")
    }
    #expect(throws: ExpressionError.self) {
      try NumberExpression("x" + String(repeating: "+x", count: 3_000))
    }
    #expect(throws: Never.self) {
      try NumberExpression("x" + String(repeating: "+x", count: 2_000))
    }
  }

  @Test func `changed texts are computed or refused, and never trap`() throws {
    let texts = [
      "rsi_14 < 30 and close > sma_200", "cross_below(sma_20, sma_50) or not rising(x, 3)",
      "abs(zscore_50) / (highest(high, 20) - lowest(low, 20))",
      "count_in(x > 1.5e2, 10) >= bars_since(cross_above(x, y)) + log(volume)",
    ]
    let alphabet = Array("().,<>=!+-*/ 0159.eax_é\t\n&|\"'")
    let table = Table(random: 12, columns: 1, seed: 5)
    var accepted = 0
    for seed in 0..<4_000 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var characters = Array(texts[Int(seed % 4)])
      for _ in 0..<Int.random(in: 1...4, using: &generator) where !characters.isEmpty {
        let place = Int.random(in: characters.indices, using: &generator)
        let other = alphabet[Int.random(in: alphabet.indices, using: &generator)]
        switch generator.next() % 4 {
        case 0: characters.remove(at: place)
        case 1: characters.insert(other, at: place)
        case 2: characters[place] = other
        default: characters += characters[place...].prefix(9)
        }
      }
      for source in [
        ExpressionProgram.Source.number(String(characters)), .condition(String(characters)),
      ] {
        do {
          #expect(try table.compute(source).count == 12)
          accepted += 1
        } catch let error as ExpressionError {
          #expect((1...error.text.utf8.count + 1).contains(error.column), "\(error.message)")
        }
      }
    }
    #expect(accepted > 400, "\(accepted)")
  }
}
