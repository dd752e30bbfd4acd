import SFCore
import SFExpressions
import SFTestSupport
import Testing

/// An expression of the column `x`, its values, and what is expected, `_` where it is missing:
///
///     lag(x, 1) | 1 2 3 | _ 1 2
struct ExpressionScript: Sendable, CustomTestStringConvertible {
  let text: String
  let x: [Double]
  let expected: [Double]
  let testDescription: String

  init(_ line: String) {
    testDescription = line
    let parts = line.split(separator: "|").map { $0.split(separator: " ") }
    text = parts[0].joined(separator: " ")
    let numbers = { (words: [Substring]) in words.map { $0 == "_" ? .nan : Double($0)! } }
    x = numbers(parts[1])
    expected = numbers(parts[2])
  }
}

@Suite struct ExpressionTests {
  @Test(
    arguments: [
      "x + 2 * 3 | 1 _ | 7 _",
      "(x + 2) * 3 | 1 | 9",
      "7 - x - 1 | 2 | 4",
      "8 / x / 2 | 2 0 | 2 _",  // what is not finite is missing
      "-x * -2 | 3 | 6",
      "- -x | 3 | 3",
      "close | 5 5 5 | 0 1 2",
      "close - x | 5 _ 5 | -5 _ -3",
      "volume + x | 5 | _",
      "1.5e1 + .5 | 0 | 15.5",
      "abs(x) | -2 2 _ | 2 2 _",
      "min(x, 1, 0 - 1) | -3 0 5 _ | -3 -1 -1 _",
      "max(x, 1) | -3 5 _ | 1 5 _",
      "log(x) | 1 0 -1 | 0 _ _",
      "sqrt(x) | 4 0 -1 | 2 0 _",
      "lag(x, 1) | 1 2 _ 4 5 | _ 1 2 _ 4",
      "lag(x, 3) | 1 2 3 4 5 | _ _ _ 1 2",
      "highest(x, 3) | 1 3 2 1 0 | _ _ 3 3 2",
      "highest(x, 2) | 1 _ 3 4 | _ _ _ 4",
      "lowest(x, 3) | 3 1 2 3 4 | _ _ 1 1 2",
      "mean(x, 2) | 1 3 _ 5 7 | _ 2 _ _ 6",
      "stdev(x, 2) | 1 3 3 _ 5 | _ 1 0 _ _",
      "latest(x) | _ 1 _ _ 2 | _ 1 1 1 2",
      "value_when(x > 2, close) | 1 3 1 _ 4 0 | _ 1 1 1 4 4",
      "value_when(close == 1, x) | 1 _ 3 | _ _ _",
      "bars_since(x > 2) | 1 3 1 _ 3 0 | _ 0 1 2 0 1",
      "count_in(x > 2, 3) | 3 1 3 3 _ 3 3 3 | _ _ 2 2 _ _ _ 3",
    ].map(ExpressionScript.init))
  func `a number is`(script: ExpressionScript) throws {
    #expect(isSame(try Table(script.x).compute(.number(script.text)), script.expected))
  }

  @Test(
    arguments: [
      "x < 2 | 1 2 3 _ | 1 0 0 _",
      "x <= 2 | 1 2 3 _ | 1 1 0 _",
      "x == 2 | 1 2 _ | 0 1 _",
      "x != 2 | 1 2 _ | 1 0 _",
      "x >= 2 | 1 2 3 | 0 1 1",
      "x > 2 | 1 2 3 | 0 0 1",
      "1 < x < 3 | 1 2 3 _ | 0 1 0 _",
      "x > 1 and close > 0 | 2 _ 2 0 | 0 _ 1 0",  // false and missing is false
      "x > 1 and close >= 0 | _ 2 0 | _ 1 0",
      "x > 1 or close > 0 | 2 _ 0 | 1 1 1",  // true or missing is true
      "x > 1 or close < 0 | 2 _ 0 | 1 _ 0",
      "not x > 1 | 2 _ 0 | 0 _ 1",
      "not not x > 1 | 2 0 | 1 0",
      "x > 5 or x > 1 and x < 3 | 2 4 6 | 1 0 1",  // and binds closer
      "(x > 5 or x > 1) and x < 3 | 2 4 6 | 1 0 0",
      "not x > 1 and x > 0 | 2 1 0 | 0 1 0",
      "cross_above(x, 2) | 1 3 4 2 3 _ 3 1 2 3 | 0 1 0 0 1 0 _ 0 0 1",
      "cross_below(x, 2) | 3 1 0 2 1 | 0 1 0 0 1",
      "cross_above(x, close) | 0 2 1 3 5 | 0 1 0 0 1",
      "rising(x) | 1 2 2 3 _ 4 5 | _ 1 0 1 _ _ 1",
      "rising(x, 2) | 1 2 3 3 4 5 | _ _ 1 0 0 1",
      "falling(x, 2) | 3 2 1 _ 0 1 | _ _ 1 _ _ 0",
    ].map(ExpressionScript.init))
  func `a condition holds`(script: ExpressionScript) throws {
    #expect(isSame(try Table(script.x).compute(.condition(script.text)), script.expected))
  }

  @Test func `says what it reads, once, in order`() throws {
    let expression = try ConditionExpression("b > a and lag(b, 2) < close + c and min > max(a, b)")
    #expect(expression.names == ["b", "a", "c", "min"])
  }

  @Test func `several at once remember together`() throws {
    var program = try ExpressionProgram([
      .condition("rising(x)"), .number("lag(x, 1)"), .number("stdev(x, 2)"),
      .number("mean(x, 2)"),
    ])
    program.bind([.column(0)])
    let table = Table([1, 3, 2])
    var seen: [[Double]] = []
    for (bar, row) in zip(table.bars, table.rows) {
      program.update(bar, [], row.span)
      seen.append((1...3).map { program.number($0) } + [program.condition(0) == true ? 1 : 0])
    }
    #expect(isSame(seen[1], [1, 1, 2, 1]))
    #expect(isSame(seen[2], [3, 0.5, 2.5, 0]))
  }

  @Test func `reads market fields where they stand`() throws {
    var expression = try NumberExpression("funding_rate * 2")
    expression.bind([.field("funding_rate")])
    #expect(expression.readsFields)
    let bar = Table([0]).bars[0]
    let row: [Double] = []
    let fields = [
      MarketField(name: "funding_rate", value: 0.5), MarketField(name: "trades", value: 7),
    ]
    #expect(expression.update(bar, fields, row.span) == 1)
    #expect(expression.update(bar, [], row.span).isNaN)
  }

  @Test func `finds names in a step: columns, then fields, and names the nearest`() throws {
    var step = Step()
    _ = step.columns.add("rsi_14")
    step.begin("2024-01-01T00:01:00.000Z")
    let series = step.series.index(
      of: Series(symbol: "AAA", interval: try #require(Interval("1m"))))
    var bar = Table([0]).bars[0]
    bar.series = series
    step.take(bar, [MarketField(name: "mood", value: 1)])
    #expect(
      try step.places(of: ["mood", "rsi_14", "open_interest"], neededBy: "dip")
        == [.field("mood"), .column(0), .field("open_interest")])
    let error = #expect(throws: StageError.self) {
      try step.places(of: ["rsi_15"], neededBy: "dip")
    }
    #expect(
      error?.message
        == "dip needs the column rsi_15, which the stream lacks (the nearest is rsi_14)")
  }
}
