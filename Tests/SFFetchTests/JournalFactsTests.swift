import SFCore
import SFFetch
import Testing

@Suite struct JournalFactsTests {
  private static func minute(_ minute: Int) -> Timestamp {
    Timestamp(milliseconds: 1_767_600_000_000 + Int64(minute) * 60_000)
  }

  private func facts(
    floor: Int? = 1, head: Int? = 9, dropped: Int? = nil, ended: Bool = false,
    origin: Bool = false
  ) -> JournalFacts {
    JournalFacts(
      id: "j", floor: floor.map(Self.minute), dropped: dropped.map(Self.minute),
      head: head.map(Self.minute),
      isEnded: ended, isOrigin: origin)
  }

  private func answer(_ facts: JournalFacts, _ minute: Int?) -> JournalFacts.Answer {
    facts.answer(behind: minute.map(Self.minute))
  }

  @Test func `behind a mark that is there are the steps behind it`() {
    for mark in [nil, 1, 5, 8] as [Int?] { #expect(answer(facts(), mark) == .steps) }
  }

  @Test func `behind the last mark one waits, or it is the end`() {
    #expect(answer(facts(), 9) == .wait)
    #expect(answer(facts(ended: true), 9) == .end)
    #expect(answer(facts(floor: nil, head: nil), nil) == .wait)
    #expect(answer(facts(floor: nil, head: nil, ended: true), nil) == .end)
    #expect(answer(facts(ended: true), 8) == .steps)
  }

  @Test func `who is ahead of a derived stage waits, of an origin is at the wrong one`() {
    #expect(answer(facts(), 10) == .wait)
    #expect(answer(facts(floor: nil, head: nil), 10) == .wait)
    guard case .reset(let reason) = answer(facts(origin: true), 10) else {
      Issue.record("expected a reset")
      return
    }
    #expect(reason == "mark \(Self.minute(10)) lies behind its last mark \(Self.minute(9))")
    guard case .reset = answer(facts(floor: nil, head: nil, origin: true), 10) else {
      Issue.record("expected a reset")
      return
    }
  }

  @Test func `what was dropped is gone`() {
    for mark in [nil, 1, 2] as [Int?] {
      #expect(answer(facts(floor: 4, dropped: 3), mark) == .gone, "\(mark ?? -1)")
    }
    #expect(answer(facts(floor: 4, dropped: 3), 3) == .steps)
    // A journal that begins late is not one that was trimmed.
    #expect(answer(facts(floor: 4), 2) == .steps)
  }

  @Test func `another journal is none`() {
    let wanted = FetchRequest.Wanted(
      journal: "k", behind: Self.minute(3), most: 1, patience: .zero)
    #expect(facts().answer(wanted) == .reset(reason: "this is journal j, not k"))
  }
}
