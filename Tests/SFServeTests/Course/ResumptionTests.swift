import SFCore
import SFServe
import Testing

@Suite struct ResumptionTests {
  private let hours: [Timestamp] = [
    "2026-01-05T10:00:00.000Z", "2026-01-05T11:00:00.000Z", "2026-01-05T12:00:00.000Z",
  ]
  private let head: Timestamp = "2026-01-05T11:30:00.000Z"

  @Test func `a stage without a journal begins at the start`() {
    let start = Resumption(again: .nothing)
    #expect(Resumption.ofOrigin(head: nil, before: nil) == start)
    #expect(Resumption.ofDerived(head: nil, checkpoints: hours, dropped: nil) == start)
    #expect(Resumption.ofWarmedUp(head: nil, from: nil) == start)
  }

  @Test func `a derived stage begins at its newest checkpoint that is not behind its journal`() {
    let resumption = Resumption.ofDerived(head: head, checkpoints: hours, dropped: nil)
    #expect(resumption.checkpoint == hours[1])
    #expect(resumption.inputsBehind == hours[1] && resumption.writesBehind == hours[1])
    #expect(resumption.again == .compared(behind: hours[1], upTo: head))
    #expect(resumption.after == nil)
  }

  @Test func `one without a checkpoint gets its whole input and is compared`() {
    let resumption = Resumption.ofDerived(head: head, checkpoints: [hours[2]], dropped: nil)
    #expect(
      resumption == Resumption(again: .compared(behind: nil, upTo: head)))
  }

  @Test func `at a checkpoint of the last mark there is nothing to compare`() {
    let resumption = Resumption.ofDerived(head: hours[2], checkpoints: hours, dropped: nil)
    #expect(resumption.checkpoint == hours[2] && resumption.again == .nothing)
  }

  @Test func `what the journal keeps no longer is not compared`() {
    let resumption = Resumption.ofDerived(head: head, checkpoints: [], dropped: hours[0])
    #expect(resumption.again == .compared(behind: hours[0], upTo: head))
    #expect(resumption.inputsBehind == nil)
  }

  @Test func `an origin goes on behind its last mark, its inputs at the mark before`() {
    let resumption = Resumption.ofOrigin(head: head, before: hours[1])
    #expect(resumption.after == head && resumption.writesBehind == head)
    #expect(resumption.inputsBehind == hours[1])
    #expect(resumption.checkpoint == nil && resumption.again == .nothing)
  }

  @Test func `a stage that is warmed up is not compared`() {
    let resumption = Resumption.ofWarmedUp(head: head, from: hours[0])
    #expect(resumption.inputsBehind == hours[0] && resumption.writesBehind == hours[0])
    #expect(resumption.again == .dropped(upTo: head))
  }

  @Test func `variables that say nothing are hidden`() {
    let variables = Resumption.ofDerived(head: head, checkpoints: hours, dropped: nil)
      .variables(checkpoints: "run/x/checkpoint", recorded: "run/x/journal")
    let texts = variables.map { "\($0.name)=\($0.value ?? "-")" }
    #expect(
      texts == [
        "SF_CHECKPOINT=run/x/checkpoint", "SF_CHECKPOINT_KEEP=0", "SF_CHECKPOINT_EVERY=-",
        "SF_RESUME=20260105T110000000", "SF_AFTER=-", "SF_RECORDED=run/x/journal",
        "SF_LEDGER=-", "SF_LEDGER_SYNC=-",
      ])
    let origin = Resumption.ofOrigin(head: head, before: nil)
      .variables(checkpoints: nil, recorded: nil, isRehearsal: true)
    #expect(origin.filter { $0.value != nil }.map(\.name) == ["SF_AFTER"])
    let venue = Resumption.ofOrigin(head: nil, before: nil)
      .variables(checkpoints: nil, recorded: nil, ledger: "run/x/ledger", isRehearsal: true)
    #expect(venue.filter { $0.value != nil }.map(\.name) == ["SF_LEDGER", "SF_LEDGER_SYNC"])
    #expect(origin.first { $0.name == "SF_AFTER" }?.value == "2026-01-05T11:30:00.000Z")
  }
}
