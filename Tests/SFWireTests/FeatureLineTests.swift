import SFCore
import SFTestSupport
import SFWire
import Testing

/// Several lines of features for one bar: merged, each name once, a bad line not at all.
@Suite struct FeatureLineTests {
  private func line(_ values: String, symbol: String = "A", ts: String = "2026-01-05T09:31:00.000Z")
    -> String
  {
    "{\"type\":\"features\",\"ts\":\"\(ts)\",\"symbol\":\"\(symbol)\",\"interval\":\"1m\",\"values\":{\(values)}}"
  }

  /// Reads lines into one step; returns for each whether it was taken.
  private func read(_ lines: [String], into step: inout Step, _ decoder: inout LineDecoder)
    -> [Bool]
  {
    var taken: [Bool] = []
    for text in lines {
      Line.withLine(of: Array(text.utf8)) { line in
        do {
          try decoder.decode(line, .features, into: &step)
          taken.append(true)
        } catch { taken.append(false) }
      }
    }
    return taken
  }

  private func value(_ name: String, _ step: Step) -> Double? {
    step.columns.position(of: name).map { step.values[$0] }
  }

  @Test func `merges the lines of a bar`() {
    var step = Step()
    var decoder = LineDecoder()
    step.begin("2026-01-05T09:31:00.000Z")
    #expect(
      read([line("\"a\":1"), line("\"b\":2,\"c\":null")], into: &step, &decoder) == [true, true])
    #expect(value("a", step) == 1 && value("b", step) == 2 && value("c", step)?.isNaN == true)
  }

  @Test func `refuses a name that comes again, also when the row grew in between`() {
    for again in ["\"a\":3", "\"d\":1,\"a\":3", "\"a\":null"] {
      var step = Step()
      var decoder = LineDecoder()
      step.begin("2026-01-05T09:31:00.000Z")
      let lines = [line("\"a\":1"), line("\"b\":2"), line("\"b\":9", symbol: "B"), line(again)]
      #expect(read(lines, into: &step, &decoder) == [true, true, true, false], "\(again)")
      #expect(value("a", step) == 1)
    }
  }

  @Test func `takes nothing of a line that cannot be read`() {
    var step = Step()
    var decoder = LineDecoder()
    step.begin("2026-01-05T09:31:00.000Z")
    #expect(
      read([line("\"a\":1,\"b\":2,\"c\":x"), line("\"b\":5,\"a\":4")], into: &step, &decoder)
        == [false, true])
    #expect(value("a", step) == 4 && value("b", step) == 5)
  }

  @Test func `takes the first moment of all for what it is`() {
    var step = Step()
    var decoder = LineDecoder()
    step.begin(.earliest)
    #expect(read([line("\"a\":1")], into: &step, &decoder) == [true])
  }

  @Test func `takes names with any characters`() {
    var step = Step()
    var decoder = LineDecoder()
    step.begin("2026-01-05T09:31:00.000Z")
    #expect(read([line("\"}\":1,\"a,b\":2,\"\\\"{\":3")], into: &step, &decoder) == [true])
    #expect(value("}", step) == 1 && value("a,b", step) == 2 && value("\"{", step) == 3)
  }
}
