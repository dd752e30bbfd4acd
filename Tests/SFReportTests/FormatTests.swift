import Foundation
import SFCore
import Testing

import SFReport

@Suite struct FormatTests {
  /// Four decimals, or four digits where there is nothing before the point.
  @Test(
    arguments: [
      (0, "0.0000"), (-0.0, "0.0000"), (1, "1.0000"), (-4.73105, "-4.7310"),
      (9526.8893, "9526.8893"),
      (0.034712, "0.03471"), (0.5, "0.5000"), (0.00001234567, "0.00001235"), (1e-9, "1.000e-09"),
      (1e15, "1.000e+15"), (-123456.78901, "-123456.7890"), (.infinity, "-"), (.nan, "-"),
    ] as [(Double, String)])
  func `people see thin numbers`(value: Double, text: String) {
    #expect(Cell.number(value).short == text)
  }

  @Test func `programs see exact ones`() {
    #expect(Cell.fraction(0.1).json == "0.1")
    #expect(Cell.fraction(0.1).short == "10.0000")
    #expect(Cell.amount(Price(units: 123_456_789)).json == "1.23456789")
    #expect(Cell.number(.infinity).json == "null")
    #expect(Cell.number(.nan).plain == "")
    #expect(Cell.none.json == "null")
    #expect(Cell.none.short == "-")
    #expect(Cell.count(3).json == "3")
    #expect(Cell.time("2026-01-05T09:31:00.000Z").short == "2026-01-05 09:31")
    #expect(Cell.time("2026-01-05T09:31:05.000Z").short == "2026-01-05 09:31:05")
  }

  private let hostile = Table(
    "t", "t", [Table.Column("a", "a"), Table.Column("b", "b")],
    [[.text("x,\"y\"\n<b>|`\u{1B}[31m\\"), .number(0.25)]])

  @Test func `no text of a stream breaks a format`() throws {
    let json = TableFormat.json.text([hostile])
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let rows = try #require(object?["t"] as? [[String: Any]])
    #expect(rows[0]["a"] as? String == "x,\"y\"\n<b>|`\u{1B}[31m\\")
    let line = TableFormat.jsonl.text([hostile])
    #expect(line.split(separator: "\n").count == 1)
    #expect(TableFormat.csv.text([hostile]).contains("t,1,a,\"x,\"\"y\"\"\n<b>|`\u{1B}[31m\\\"\n"))
    #expect(!TableFormat.text.text([hostile]).contains("\u{1B}"))
    #expect(TableFormat.text.text([hostile]).split(separator: "\n").count == 3)
    #expect(
      TableFormat.md.text([hostile]).contains(
        "| x,\"y\"\\\\u{A}\\<b>\\|\\`\\\\u{1B}\\[31m\\\\ | 0.2500 |"))
    #expect(
      Markup.escaped("<a href=\"x\">&'\u{1}") == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;\u{FFFD}")
  }

  @Test func `tables without a row are left out where people read`() {
    let empty = Table("t", "t", [Table.Column("a", "a")], [])
    #expect(TableFormat.text.text([empty]) == "")
    #expect(TableFormat.md.text([empty]) == "")
    #expect(TableFormat.json.text([empty]) == "{\n  \"t\": []\n}\n")
  }

  @Test func `names of figures are unique and say their unit`() {
    let keys = Metric.all.map(\.key)
    #expect(Set(keys).count == keys.count)
    for metric in Metric.all where metric.key != "daily_returns" {
      #expect(metric.label.contains("%") == metric.key.contains("fraction"), "\(metric.key)")
      #expect(metric.label.hasSuffix(", quote") == metric.key.hasSuffix("_quote"), "\(metric.key)")
      #expect(metric.label.hasSuffix(", days") == metric.key.hasSuffix("_days"), "\(metric.key)")
      #expect(metric.definition.hasSuffix("."), "\(metric.key)")
    }
  }
}
