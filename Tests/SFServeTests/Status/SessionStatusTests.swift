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
