import SFCore
import SFRun
import SFServe
import Testing

@Suite struct SessionPlanTests {
  private let plan = SessionPlan(
    stages: [
      StagePlan(name: "ingest", words: ["sf-ingest", "a b.csv"]),
      StagePlan(
        name: "strategy", words: ["sf-strategy", "--answers", "{answers}"],
        inputs: [.init(from: "ingest"), .init(name: "answers", from: "run/broker")],
        tees: ["out/run.jsonl"]),
      StagePlan(
        name: "mine", words: ["python3", "x.py"], inputs: [.init(from: "tcp://10.0.0.5:7001")],
        speaksForOutside: true, warmUp: 200, host: "far"),
    ],
    sync: .never, keep: TimeSpan("30d"), segmentBytes: 4_096, isReplay: true, textHash: "5f0c")

  @Test func `comes back from its text as it was`() throws {
    #expect(try SessionPlan(text: plan.text, name: "config") == plan)
    var kept = plan
    kept.variables = [.init("SF_STRATEGY_FEE", "0.002")]
    kept.carried = "old"
    #expect(try SessionPlan(text: kept.text, name: "config") == kept)
    let plain = SessionPlan(stages: [StagePlan(name: "a", words: ["cat"])])
    #expect(try SessionPlan(text: plain.text, name: "config") == plain)
  }

  @Test func `its loop is what reads, by way of others, what it writes`() {
    func stage(_ name: String, _ inputs: String...) -> StagePlan {
      StagePlan(name: name, words: ["cat"], inputs: inputs.map { .init(name: $0, from: $0) })
    }
    let row = [stage("ingest"), stage("features", "ingest"), stage("watch", "risk")]
    let loop = [
      stage("strategy", "features", "broker"), stage("risk", "strategy", "ingest"),
      stage("broker", "risk", "ingest"),
    ]
    #expect(SessionPlan(stages: row + loop).loop == ["strategy", "risk", "broker"])
    #expect(SessionPlan(stages: row).loop.isEmpty)
    #expect(SessionPlan(stages: [stage("itself", "itself")]).loop == ["itself"])
  }

  @Test func `is lines of JSON, one of the session and one a stage`() {
    let lines = plan.text.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(
      lines[0] == """
        {"type":"session","version":1,"sync":"never","keep_ms":2592000000,"segment_bytes":4096,\
        "replay":true,"text_hash":"5f0c"}
        """)
    #expect(
      lines[1] == """
        {"type":"stage","name":"ingest","words":["sf-ingest","a b.csv"],"inputs":[],"origin":false,\
        "warm_up":null,"host":null,"tee":[]}
        """)
  }

  @Test(arguments: [
    ("\"version\":1", "\"version\":2", "config:1:1", "found version 2, expected 1"),
    ("\"sync\":\"never\"", "\"sync\":\"often\"", "config:1:1", "one of step never"),
    ("\"replay\":true,", "", "config:1:1", "found no key 'replay'"),
    (
      "\"name\":\"ingest\"", "\"name\":\"ingest\",\"nam\":1", "config:2:1",
      "'nam', which is unknown"
    ),
    ("[\"sf-ingest\",\"a b.csv\"]", "[1]", "config:2:1", "'words' that are no texts"),
    ("{\"type\":\"stage\"", "{\"type\":\"stag\"", "config:2:1", "expected 'stage'"),
    ("\"inputs\":[]", "\"inputs\":[", "config:2:", "found"),
  ])
  func `says where a damaged text is wrong`(
    old: String, new: String, place: String, message: String
  ) throws {
    let text = plan.text.replacing(old, with: new, maxReplacements: 1)
    let error = try #require(throws: InputError.self) {
      try SessionPlan(text: text, name: "config")
    }
    #expect(error.place.hasPrefix(place), "\(error.place)")
    #expect(error.message.contains(message), "\(error.message)")
    #expect(error.exitStatus == (new.contains(":2") ? .protocolMismatch : error.exitStatus))
  }

  @Test func `a stage without inputs is an origin`() {
    #expect(plan.stages.map(\.isOrigin) == [true, false, true])
  }

  @Test func `accepts what can be served`() throws { try plan.validate() }

  @Test(arguments: [
    (StagePlan(name: "a/b", words: ["x"]), "cannot be that of a directory"),
    (StagePlan(name: "..", words: ["x"]), "cannot be that of a directory"),
    (StagePlan(name: "ingest", words: ["x"]), "is that of two stages"),
    (StagePlan(name: "b", words: []), "has no command"),
    (
      StagePlan(name: "b", words: ["x"], inputs: [.init(from: "nobody")]), "no stage of the session"
    ),
    (
      StagePlan(name: "b", words: ["x"], inputs: [.init(from: "ingest"), .init(from: "ingest")]),
      "is given twice"
    ),
    (
      StagePlan(
        name: "b", words: ["x"],
        inputs: [.init(from: "ingest"), .init(name: "side", from: "ingest")]),
      "has no place in its command"
    ),
  ])
  func `refuses what cannot be served`(stage: StagePlan, reason: String) throws {
    var plan = plan
    plan.stages.append(stage)
    let error = try #require(throws: ConfigurationError.self) { try plan.validate() }
    #expect(error.message.contains(reason), "\(error.message)")
  }
}
