import SFTool
import Testing

@Suite struct ExampleTests {
  @Test func `a short command stays one line`() {
    #expect(Example("", "sf-cat run.jsonl").lines == ["sf-cat run.jsonl"])
  }

  @Test func `line breaks of the source do not count`() {
    #expect(Example("", "sf-a |\n    sf-b \\\n  --c").lines == ["sf-a | sf-b --c"])
  }

  @Test func `a long pipeline is broken behind its bars`() {
    let command =
      "sf-ingest --synthetic --bars 1000 | sf-features rsi:14 | "
      + "sf-detect low=threshold:rsi_14,below=30,direction=rise | sf-strategy"
    #expect(
      Example("", command).lines == [
        "sf-ingest --synthetic --bars 1000 | sf-features rsi:14 |",
        "  sf-detect low=threshold:rsi_14,below=30,direction=rise | sf-strategy",
      ])
  }

  @Test func `a long command without bars is broken by a backslash`() {
    let command = "sf-x " + Array(repeating: "--option=value", count: 6).joined(separator: " ")
    let lines = Example("", command).lines
    #expect(lines.count == 2 && lines[0].hasSuffix("value \\"))
    #expect(lines[1].hasPrefix("  --option"))
  }

  @Test func `no word is lost and no line is too wide`() {
    let words = (1...60).map { $0 % 7 == 0 ? "|" : $0 % 11 == 0 ? "&&" : "word\($0)" }
    let lines = Example("", words.joined(separator: " ")).lines
    #expect(lines.allSatisfy { $0.count <= 76 })
    let read = lines.joined(separator: " ").split(separator: " ").map(String.init)
    #expect(read.filter { $0 != "\\" } == words)
  }
}
