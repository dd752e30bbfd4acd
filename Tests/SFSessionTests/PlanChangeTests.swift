import SFCore
import SFServe
import SFSession
import Testing

@Suite struct PlanChangeTests {
  private let plan = SessionPlan(stages: [
    StagePlan(name: "ingest", words: ["sf-ingest", "a.csv"], tees: ["x"]),
    StagePlan(
      name: "strategy", words: ["sf-strategy", "--capital", "10000"],
      inputs: [.init(from: "ingest")]
    ),
  ])

  private func change(
    _ verdict: PlanChange.Verdict = .unknown, _ edit: (inout SessionPlan) -> Void
  ) -> String? {
    var other = plan
    edit(&other)
    return PlanChange.find(from: plan, to: other) { _, _ in verdict }?.message
  }

  @Test func `the same is the same, wherever copies go`() {
    #expect(change { _ in } == nil)
    #expect(change { $0.stages[0].tees = ["y", "z"] } == nil)
  }

  @Test func `says which stage differs, and how`() {
    #expect(
      change { $0.stages[1].words[2] = "20000" }
        == "the stage 'strategy': found '20000' behind 'sf-strategy --capital', expected '10000'")
    #expect(
      change { $0.stages[1].words.append("--metrics") }
        == "the stage 'strategy': found '--metrics' behind 'sf-strategy --capital 10000', "
        + "expected nothing")
    #expect(
      change { $0.stages[1].inputs[0].from = "run/x" }
        == "the stage 'strategy': it reads in=run/x, and read in=ingest")
    #expect(
      change { $0.stages[1].speaksForOutside = true }
        == "the stage 'strategy': it is an origin, and was none")
    #expect(
      change { $0.stages[1].warmUp = 5 }
        == "the stage 'strategy': --warm-up is 5, and was not set")
    #expect(change { $0.stages.removeLast() } == "the stages are ingest, and were ingest strategy")
    #expect(change { $0.isReplay = true } == "the session is no rehearsal")
  }

  @Test func `who knows the settings decides`() {
    #expect(change(.same) { $0.stages[1].words.append("--fee=0.001") } == nil)
    #expect(
      change(.differs("--capital is 2.0, and was 1.0")) { $0.stages[1].words[2] = "2" }
        == "the stage 'strategy': --capital is 2.0, and was 1.0")
  }

  @Test func `settings differ by key and value, not by version`() {
    let old = StageEntry(
      name: "sf-strategy", version: "0.1.0",
      config: [Setting("capital", .number("1.0")), Setting("exit", ["tp_sl"])])
    var new = old
    new.version = "0.2.0"
    #expect(SettingChange.find(from: old, to: new) == nil)
    new.config[1].value = .list([.text("tp_sl"), .text("time")])
    #expect(SettingChange.find(from: old, to: new) == "--exit is [tp_sl, time], and was [tp_sl]")
    new = old
    new.config[0].key = "max_wait"
    #expect(SettingChange.find(from: old, to: new) == "--max-wait is new, 1.0")
    new.config = [old.config[1]]
    #expect(SettingChange.find(from: old, to: new) == "--capital is gone, and was 1.0")
  }
}
