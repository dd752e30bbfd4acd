import SFCore
import SFEngine
import SFSession
import SFTestSupport
import Testing

@Suite struct SessionTextTests {
  private func session(_ text: String) throws -> SessionText {
    try SessionText(try PipelineText(text))
  }

  @Test func `tee and an output are copies of the stage before them`() throws {
    let text = try session("a | tee one | tee 'two files' | b x > three")
    #expect(text.stages.map(\.name) == ["a", "b"])
    #expect(text.stages.map(\.copies) == [["one", "two files"], ["three"]])
    #expect(text.stages.map(\.words) == [["a"], ["b", "x"]])
  }

  @Test func `its text says the same`() throws {
    let text = try session("# why\nset -eu\na \"it's\" |\n b 'sma:5(rsi:14)' | tee x | c")
    #expect(text.text == "a 'it'\\''s' |\n  b 'sma:5(rsi:14)' |\n  tee x |\n  c\n")
    let again = try session(text.text)
    #expect(again.stages.map(\.words) == text.stages.map(\.words))
    #expect(again.stages.map(\.copies) == text.stages.map(\.copies))
  }

  @Test(arguments: [
    ("a < in | b", 1, 1, "found '< in'"),
    ("tee x | a", 1, 1, "found tee, expected a stage"),
    ("a | tee -a x", 1, 5, "2 words behind tee"),
    ("a |\nsf-report --html x", 2, 1, "sf-report, which writes no stream"),
    ("a | bin/sf-strategy --checkpoint=x", 1, 5, "--checkpoint of sf-strategy"),
    ("sf-ingest x -o y", 1, 1, "-o of sf-ingest"),
    ("sf-ingest x | sf-strategy --answers y", 1, 15, "--answers of sf-strategy"),
  ])
  func `refuses what no session has, with its place`(
    text: String, line: Int, column: Int, message: String
  ) throws {
    let failure = try #require(throws: PipelineText.Failure.self) { try session(text) }
    #expect(failure.place == .init(line: line, column: column))
    #expect(failure.message.contains(message), "\(failure.message)")
  }

  @Test func `a first start says from when it trades and what it carries`() throws {
    let text = try session("sf-ingest x | sf-strategy --exit tp_sl | tee y")
    let first = FirstStart(tradeFrom: "2026-01-05T09:31:00.000Z", carries: "old/strategy")
    let resolved = try first.resolve(text)
    #expect(
      resolved.text == """
        sf-ingest x |
          sf-strategy --exit tp_sl --trade-from 2026-01-05T09:31:00.000Z --carry old/strategy |
          tee y

        """)
    // The text of a directory may be what the next one begins with.
    #expect(try first.resolve(resolved) == resolved)
    let later = FirstStart(tradeFrom: "2027-01-05T09:31:00.000Z", carries: nil)
    #expect(try later.resolve(resolved) == resolved)
  }

  @Test func `a model ends no session, and holds none up that is no rehearsal`() throws {
    let first = FirstStart(tradeFrom: "2026-01-05T09:31:00.000Z", carries: nil)
    let rehearsal = FirstStart(tradeFrom: nil, carries: nil)
    let text = try session("sf-ingest x | sf-strategy --model-socket m")
    #expect(
      try first.resolve(text).stages[1].words == [
        "sf-strategy", "--model-socket", "m", "--model-fallback", "skip", "--model-timeout", "1s",
        "--trade-from", "2026-01-05T09:31:00.000Z",
      ])
    #expect(
      try rehearsal.resolve(text).stages[1].words == [
        "sf-strategy", "--model-socket", "m", "--model-fallback", "skip",
      ])
    let said = try session(
      "sf-ingest x | sf-strategy --model=m --model-fallback=stop --model-timeout 5s")
    #expect(try rehearsal.resolve(said) == said)
    #expect(try first.resolve(said).stages[1].value(of: "--model-timeout") == "5s")
  }

  @Test func `a later start need not say it again`() throws {
    let text = try session("sf-ingest x | sf-strategy --exit tp_sl")
    let first = FirstStart(tradeFrom: "2026-01-05T09:31:00.000Z", carries: "old/strategy")
    let old = try first.resolve(text)
    #expect(FirstStart.continued(text, from: old.stages.map(\.words)) == old)
    #expect(FirstStart.continued(old, from: old.stages.map(\.words)) == old)
    // What it says itself is compared, not replaced.
    let other = try session("sf-ingest x | sf-strategy --exit tp_sl --trade-from=2020-01-01")
    let continued = FirstStart.continued(other, from: old.stages.map(\.words))
    #expect(continued.stages[1].value(of: "--trade-from") == "2020-01-01")
  }

  @Test func `a book can be carried to a strategy only`() throws {
    let first = FirstStart(tradeFrom: nil, carries: "old/strategy")
    let error = try #require(throws: ConfigurationError.self) {
      try first.resolve(try session("sf-ingest x | sf-features sma:5"))
    }
    #expect(error.message.contains("the text has none"))
    #expect(throws: ConfigurationError.self) {
      try first.resolve(try session("sf-ingest x | sf-strategy --carry other"))
    }
  }

  @Test(arguments: [
    (
      "sf-ingest binance --symbols A,B --interval 1m --store m.db --follow --wait 5s | b",
      ["sf-ingest", "--symbols", "A,B", "--interval", "1m", "--store", "m.db"]
    ),
    (
      "sf-ingest-binance --store=m.db --from 2024-01-01 | b",
      ["sf-ingest", "--from", "2024-01-01", "--store", "m.db"]
    ),
    ("sf-ingest x.csv --interval 1m | b", ["sf-ingest", "x.csv", "--interval", "1m"]),
  ])
  func `a rehearsal reads what is stored`(text: String, words: [String]) throws {
    #expect(try Rehearsal.of(try session(text)).stages[0].words == words)
  }

  @Test func `a rehearsal of nothing that is stored is refused`() throws {
    let error = try #require(throws: ConfigurationError.self) {
      try Rehearsal.of(try session("sf-ingest binance --symbols A | b"))
    }
    #expect(error.message.contains("names no store"))
  }

  /// What is replayed is as old as it is.
  @Test(arguments: ["--max-age 30s ", "--max-age=30s "])
  func `a rehearsal has no age`(option: String) throws {
    let text = try session("sf-ingest x.csv | sf-broker virtual \(option)--fill quote")
    #expect(
      try Rehearsal.of(text).stages[1].words == ["sf-broker", "virtual", "--fill", "quote"])
  }
}
