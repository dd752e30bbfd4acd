import SFCore
import SFEngine
import SFServe
import SFSession
import Testing

@Suite struct WiringTests {
  private func stages(_ text: String, _ wiring: Wiring = Wiring()) throws -> [StagePlan] {
    try wiring.stages(of: try SessionText(try PipelineText(text)))
  }

  private func inputs(_ stage: StagePlan) -> [String] {
    stage.inputs.map { "\($0.name)=\($0.from)" }
  }

  @Test func `each stage reads the one before it`() throws {
    let stages = try stages("a | b | tee x | c")
    #expect(stages.map(inputs) == [[], ["in=a"], ["in=b"]])
    #expect(stages.map(\.tees) == [[], ["x"], []])
    #expect(stages.map(\.isOrigin) == [true, false, false])
  }

  @Test func `the loop has market and answers, and its venue is an origin`() throws {
    let stages = try stages(
      "sf-ingest x | sf-features sma:5 | sf-strategy --exit tp_sl | sf-risk | sf-broker virtual")
    #expect(
      stages.map(inputs) == [
        [], ["in=ingest"], ["in=features", "answers=broker"],
        ["in=strategy", "market=ingest", "answers=broker"], ["in=risk", "market=ingest"],
      ])
    #expect(
      stages.map(\.words) == [
        ["sf-ingest", "x"], ["sf-features", "sma:5"],
        ["sf-strategy", "--exit", "tp_sl", "--answers", "{answers}"],
        ["sf-risk", "--market", "{market}", "--answers", "{answers}"],
        ["sf-broker", "virtual", "--market", "{market}"],
      ])
    #expect(stages.map(\.isOrigin) == [true, false, false, false, true])
    try SessionPlan(stages: stages).validate()
  }

  @Test func `a strategy alone holds the venue itself`() throws {
    let stages = try stages("sf-ingest x | sf-strategy")
    #expect(stages[1].words == ["sf-strategy"] && inputs(stages[1]) == ["in=ingest"])
  }

  @Test func `a user says what else a stage reads`() throws {
    var wiring = Wiring()
    wiring.sides = [try #require(Wiring.Side("mine:market=a")), .init("mine:far=tcp://h:1")!]
    wiring.origins = ["mine"]
    wiring.warmUps = [("b", 20)]
    let stages = try stages("a | b | ./mine.py '{market}' '{far}'", wiring)
    #expect(inputs(stages[2]) == ["in=b", "market=a", "far=tcp://h:1"])
    #expect(stages[2].speaksForOutside && stages[1].warmUp == 20)
    try SessionPlan(stages: stages).validate()
  }

  @Test func `a stage may be left to another machine`() throws {
    var wiring = Wiring()
    wiring.hosts = [("b", "tcp://far:7001")]
    let stages = try stages("a | b | c", wiring)
    #expect(stages.map(\.host) == [nil, "tcp://far:7001", nil])
    #expect(stages.map(inputs) == [[], ["in=a"], ["in=b"]])
    try SessionPlan(stages: stages).validate()
  }

  @Test(arguments: ["mine", "mine=a", "mine:x", "mine:=a", ":x=a", "mine:x="])
  func `knows no other form of an input`(text: String) { #expect(Wiring.Side(text) == nil) }

  @Test func `a stage that is named must be there`() throws {
    var wiring = Wiring()
    wiring.origins = ["ingst"]
    let error = try #require(throws: ConfigurationError.self) { try stages("sf-ingest x", wiring) }
    #expect(error.message == "--origin names 'ingst', and the stages are ingest")
    #expect(error.help == "did you mean 'ingest'?")
  }
}
