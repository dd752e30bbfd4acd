import SFTestSupport
import Testing

/// What is wrong with a text is said before anything is made for it.
@Suite struct FirstStartMistakeTests {
  @Test(arguments: [
    (
      "sf-ingest --synthetic --bars 9 | sf-feature sma:5", 66,
      "the stage 'feature': found no program 'sf-feature'", "did you mean 'sf-features'?"
    ),
    (
      "sf-ingest --synthetic --bars 9 | ./mine.sh", 69,
      "the stage 'mine': found './mine.sh', which nobody may run", "chmod +x ./mine.sh"
    ),
    (
      "sf-ingest bars.jsonl | sf-features sma:5 > bars.jsonl", 64,
      "'bars.jsonl' is input and output", "write to another file"
    ),
  ])
  func `says what, and makes no directory`(
    text: String, status: Int32, message: String, help: String
  ) throws {
    let result = try Shell.run(
      """
      echo cat > mine.sh; sf-ingest --synthetic --bars 9 > bars.jsonl; cp bars.jsonl before
      sf-session run --dir run --replay -f - <<'END'
      \(text)
      END
      status=$?; test ! -e run || echo made; cmp bars.jsonl before; exit $status
      """)
    #expect(result.status == status && result.output.isEmpty, "\(result.error)")
    #expect(result.error.contains(message) && result.error.contains(help), "\(result.error)")
  }
}
