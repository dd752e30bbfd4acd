import SFCore
import SFRun
import SFServe
import Testing

@Suite struct SessionStatusTests {
  private let status = SessionStatus(
    pid: 41, state: .running, textHash: "5f0c",
    stages: [
      StageStatus(
        name: "ingest", state: .running, pid: 43, mark: "2026-01-05T09:31:00.000Z",
        wall: "2026-01-05T09:31:00.214Z", lag: 0, restarts: 2, lastExit: 137, memory: 5.5),
      StageStatus(name: "features", state: .waiting),
    ])

  @Test func `comes back from its text as it was`() throws {
    #expect(try SessionStatus(text: status.text, name: "status.json") == status)
  }

  @Test func `is one line of JSON`() {
    #expect(
      status.text == """
        {"version":1,"pid":41,"state":"running","text_hash":"5f0c","stages":[\
        {"name":"ingest","pid":43,"state":"running","mark":"2026-01-05T09:31:00.000Z",\
        "wall":"2026-01-05T09:31:00.214Z","lag_s":0.0,"restarts":2,"last_exit":137,"memory_mb":5.5},\
        {"name":"features","pid":null,"state":"waiting","mark":null,"wall":null,"lag_s":null,\
        "restarts":0,"last_exit":null,"memory_mb":null}]}

        """)
  }

  @Test func `what is wrong with a stage stands in its text, and comes back`() throws {
    var troubled = status
    troubled.stages[0].isDiskFull = true
    troubled.stages[0].reason = "waits: cannot write 'x': No space left on device"
    troubled.stages[0].due = "2026-01-05T09:32:05.000Z"
    troubled.stages[0].outageSince = "2026-01-05T09:32:05.000Z"
    #expect(try SessionStatus(text: troubled.text, name: "status.json") == troubled)
    #expect(
      troubled.text.contains(
        "\"disk_full\":true,\"due\":\"2026-01-05T09:32:05.000Z\","
          + "\"outage_since\":\"2026-01-05T09:32:05.000Z\",\"reason\":\"waits: "))
  }

  @Test func `a market that is followed says when its next bar is due`() {
    let header = Array(
      (#"{"type":"header","protocol":1,"stages":[{"name":"sf-ingest-binance","version":"0","#
        + #""config":{"interval":"1m","follow":true,"wait":"5s"}}]}"# + "\n").utf8)
    let rhythm = FeedRhythm(header: header)
    // An alert stands a millisecond behind the last mark.
    for mark in ["2026-01-05T09:31:00.000Z", "2026-01-05T09:31:00.001Z"] {
      #expect(rhythm?.due(behind: Timestamp(mark)) == "2026-01-05T09:32:05.000Z")
    }
    #expect(rhythm?.due(behind: nil) == nil)
    let still = String(decoding: header, as: UTF8.self).replacing("true", with: "false")
    #expect(FeedRhythm(header: Array(still.utf8)) == nil && FeedRhythm(header: nil) == nil)
  }

  @Test(
    arguments: [
      ("2026-01-05T09:32:15.000Z", "2026-01-05T09:31:00.214Z", false),
      ("2026-01-05T09:32:15.001Z", "2026-01-05T09:31:00.214Z", true),
      // It catches up: the last one has just come.
      ("2026-01-05T11:00:00.000Z", "2026-01-05T10:59:59.000Z", false),
    ] as [(Timestamp, Timestamp, Bool)])
  func `an outage is a bar that was due and has not come`(
    now: Timestamp, wall: Timestamp, isOne: Bool
  ) {
    var stage = StageStatus(
      name: "ingest", state: .running, mark: "2026-01-05T09:31:00.000Z", wall: wall)
    #expect(stage.outage(at: now) == nil)
    stage.due = "2026-01-05T09:32:05.000Z"
    #expect(stage.outage(at: now) == (isOne ? stage.due : nil))
    stage.state = .ended
    #expect(stage.outage(at: now) == nil)
  }

  @Test(arguments: [
    (
      "\"version\":1", "\"version\":7", SFCore.ExitStatus.protocolMismatch,
      "found version 7, expected 1"
    ),
    ("\"state\":\"running\",\"text", "\"state\":\"rnning\",\"text", .badData, "no 'state'"),
    ("\"restarts\":0,", "", .badData, "no 'state' and 'stages'"),
    ("{\"version", "{version", .badData, "found"),
  ])
  func `says what is wrong with a damaged text`(
    old: String, new: String, exit: SFCore.ExitStatus, message: String
  ) throws {
    let error = try #require(throws: InputError.self) {
      try SessionStatus(text: status.text.replacing(old, with: new), name: "status.json")
    }
    #expect(error.exitStatus == exit && error.message.contains(message), "\(error.message)")
  }
}
