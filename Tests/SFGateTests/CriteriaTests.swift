import SFCore
import SFGate
import SFGating
import SFTestSupport
import Testing

/// Each criterion alone, by evidence of a real session of which one thing is other than it was.
@Suite(.enabled(if: Shell.has("jq", "awk"), "needs jq and awk"))
struct CriteriaTests {
  private static let evidence = Result {
    let session = try RehearsedSession.shared.get()
    let lived = try session.copy()
    defer { lived.remove() }
    try lived.live()
    return try SessionEvidence(
      try GateSession(lived.path), expected: "\(session.place.path)/expected.jsonl"
    ).gather(GateTerms())
  }

  /// What does not pass once something is changed.
  private func failing(
    _ terms: GateTerms = GateTerms(), _ change: (inout GateEvidence) throws -> Void = { _ in }
  ) throws -> [String] {
    var evidence = try Self.evidence.get()
    try change(&evidence)
    return GateVerdict(evidence, terms).rows.filter { $0.finding.verdict != .pass }.map {
      "\($0.key) \($0.finding.verdict)"
    }
  }

  @Test func `all pass`() throws {
    let found = try failing()
    #expect(found == [])
  }

  @Test func `an order past the gate`() throws {
    // Of the venue's deals one is of an order that the gate never saw: those of another session's gate.
    #expect(
      try failing { evidence in
        evidence.gate = GateRun()
      } == ["risk fail"])
    #expect(try failing { $0.rules = ["drawdown", "filters"] } == ["risk fail"])
    #expect(try failing { $0.gate = nil } == ["risk fail"])
  }

  @Test func `a strategy that loses, and one that does better than was to be expected`() throws {
    #expect(try failing { $0.expected = [0.05, 0.06, 0.04] } == ["expectation fail"])
    #expect(try failing { $0.expected = [-0.05, -0.06, -0.04] } == ["expectation fail"])
    #expect(try failing { $0.expected = nil } == ["expectation missing"])
  }

  @Test func `quotes that are not there, and fills that cost more`() throws {
    #expect(
      try failing {
        $0.quotes = .success(.init(marks: 100, quoted: 98, difference: 0, shortfall: 0))
      } == ["market missing"])
    #expect(
      try failing {
        $0.quotes = .success(.init(marks: 100, quoted: 99, difference: 0, shortfall: 2.1))
      } == ["market fail"])
    #expect(
      try failing {
        $0.quotes = .success(.init(marks: 100, quoted: 99, difference: -900, shortfall: 0))
      } == ["market fail"])
    #expect(try failing { $0.quotes = .failure(.init("no ledger")) } == ["market missing"])
  }

  @Test func `a bug, and a stage that lost a mark`() throws {
    let bug = GateEvidence.StageLife(name: "detect", hasRecovered: true, fault: "exit code 70")
    #expect(try failing { $0.stages[1] = bug } == ["bugs fail"])
    let loss = GateEvidence.StageLife(name: "detect", hasRecovered: true, loss: "OTHER bytes")
    #expect(try failing { $0.stages[1] = loss } == ["restarts fail"])
  }

  @Test func `more days and round trips than there are`() throws {
    var terms = GateTerms()
    terms.days = 25
    #expect(try failing(terms) == ["enough fail"])
    terms = GateTerms()
    terms.roundTrips = 500
    #expect(try failing(terms) == ["enough fail"])
  }

  @Test func `a gate's file is read as it was written, and another version is refused`() throws {
    let evidence = try Self.evidence.get()
    try #require(try failing() == [])
    let file = GateFile(
      GateVerdict(evidence, GateTerms()),
      try ConfigurationHash(evidence.trader.header, model: nil),
      [.init(stage: "features", mark: "2024-01-21T00:00:00.000Z", hash: "ab")],
      at: "2024-01-22T00:00:00.000Z", tool: "0.1.0")
    #expect(try GateFile(text: file.text, name: "gate.json") == file)
    #expect(throws: (any Error).self) {
      try GateFile(
        text: file.text.replacing("{\"gate\":1", with: "{\"gate\":2"), name: "gate.json")
    }
    #expect(throws: (any Error).self) {
      try GateFile(text: file.text.replacing("\"pass\"", with: "\"fail\""), name: "gate.json")
    }
  }
}
