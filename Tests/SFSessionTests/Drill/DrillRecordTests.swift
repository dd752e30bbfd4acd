import SFCore
import SFSession
import Testing

@Suite struct DrillRecordTests {
  private func record(
    mark: Timestamp? = "2026-01-05T09:31:00.000Z", recovery: TimeSpan? = .milliseconds(180),
    isEqual: Bool = true
  ) -> DrillRecord {
    DrillRecord(
      at: "2026-01-05T09:31:02.123Z", textHash: "5f0c", stage: "features", mark: mark,
      recovery: recovery, bytes: 52_311, isEqual: isEqual)
  }

  @Test func `is a line of JSON with its version`() {
    #expect(
      record().line == """
        {"version":1,"at":"2026-01-05T09:31:02.123Z","text_hash":"5f0c","stage":"features",\
        "mark":"2026-01-05T09:31:00.000Z","caught_up_ms":180,"bytes":52311,"equal":true}

        """)
    let never = record(mark: nil, recovery: nil, isEqual: false).line
    #expect(never.contains("\"mark\":null,\"caught_up_ms\":null,\"bytes\":52311,\"equal\":false"))
  }

  @Test func `is good where the stage is back and nothing has changed`() {
    #expect(record().isGood)
    #expect(!record(recovery: nil).isGood && !record(isEqual: false).isGood)
  }

  @Test func `says what came of it`() {
    #expect(
      record().sentence
        == "features: killed at 2026-01-05T09:31:00.000Z, caught up in 0.18 s, the same 52311 bytes"
    )
    #expect(
      record(mark: nil, recovery: nil).sentence
        == "features: killed before its first mark, has not caught up")
    #expect(record(isEqual: false).sentence.hasSuffix("OTHER bytes in its journal up to there"))
  }
}
