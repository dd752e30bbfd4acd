import Foundation
import SFCore
import SFGate
import SFTestSupport
import Testing

/// A session of twenty days at the gate, and what becomes of it where something of it is changed.
@Suite(.enabled(if: Shell.has("jq", "awk"), "needs jq and awk"), .serialized)
struct SessionGateTests {
  private static let gate = "sf-gate run --expected expected.jsonl"

  @Test func `twenty days at full speed are through as a rehearsal and not as lived`() throws {
    let session = try RehearsedSession.shared.get()
    let rehearsed = try session.run("\(Self.gate) --rehearsal")
    #expect(rehearsed.status == 0, "\(rehearsed.output)\(rehearsed.error)")
    #expect(rehearsed.error.contains("the rehearsal is through"))
    #expect(try SaidByGate(session, "").failing == ["lived fail"])
    #expect(!FileManager.default.fileExists(atPath: "\(session.path)/gate.json"))
  }

  @Test
  func `lived under a virtual clock, the same session is through, and a changed stage is not`()
    throws
  {
    let session = try RehearsedSession.shared.get().copy()
    defer { session.remove() }
    try session.live()
    let through = try session.run(Self.gate)
    #expect(through.status == 0, "\(through.output)\(through.error)")
    #expect(try session.run("sf-gate run --verify run/gate.json").status == 0)
    let text = try String(contentsOfFile: "\(session.path)/gate.json", encoding: .utf8)
    try readsBack(text)
    // The same with other money is the same strategy; with another exit it is not.
    try session.did(
      """
      sed 's/sf-strategy/sf-strategy --capital 500/' text.sh > small.sh
      sed 's/take_profit_pct=0.02/take_profit_pct=0.025/' text.sh > other.sh
      for name in small other; do sf-session run -q -f $name.sh --dir $name --replay; done
      """)
    let small = try session.header(of: "small")
    let other = try session.header(of: "other")
    #expect(throws: Never.self) { try GateFile.admit(small, by: text, name: "gate.json") }
    let refused = #expect(throws: StageError.self) {
      try GateFile.admit(other, by: text, name: "gate.json")
    }
    #expect(refused?.exitStatus == .refused)
    #expect(
      refused?.message
        == "'gate.json' is worth nothing for these orders: sf-strategy is set otherwise")
    let absent = #expect(throws: StageError.self) {
      try GateFile.admit(small, by: nil, name: "gate.json")
    }
    #expect(absent?.exitStatus == .refused)
    let verified = try session.run("sf-gate other --verify run/gate.json")
    #expect(verified.status == 1)
    #expect(verified.error.contains("worth nothing here: sf-strategy is set otherwise"))
    let another = try session.run("sf-gate small --verify run/gate.json")
    #expect(another.status == 1)
    #expect(another.error.contains("of another session of this configuration"), "\(another.error)")
  }

  /// A gate's file is read as it was written, and no other version of it.
  private func readsBack(_ text: String) throws {
    #expect(try GateFile(text: text, name: "gate.json").text == text)
    for (found, other) in [("{\"gate\":1", "{\"gate\":2"), ("\"pass\"", "\"fail\"")] {
      #expect(throws: (any Error).self) {
        try GateFile(text: text.replacing(found, with: other), name: "gate.json")
      }
    }
  }

  @Test func `a late feed`() throws {
    let session = try RehearsedSession.shared.get().copy()
    defer { session.remove() }
    // Three hours of a day came a quarter of an hour late: a tenth of an hour is allowed.
    try session.live { mark in
      "2024-01-15T09:00:00.000Z"..."2024-01-15T11:00:00.000Z" ~= "\(mark)" ? 900_000 : 1_500
    }
    #expect(try SaidByGate(session, "").failing == ["lived fail"])
    let until = try session.run("\(Self.gate) --until")
    // The days behind the 15th count: five of fourteen are there.
    #expect(until.output == "9 more days from here: on 2024-01-30, if nothing changes\n")
    #expect(until.status == 1)
  }

  @Test func `a flipped byte of a journal`() throws {
    let session = try RehearsedSession.shared.get().copy()
    defer { session.remove() }
    let flipped = try session.run(
      """
      sed -i '0,/"sma_3":[0-9]/s/"sma_3":[0-9]/"sma_3":7/' run/features/journal/20240110T*.jsonl
      sf-cat run/features > /dev/null || echo "exit $?"
      """)
    #expect(flipped.output == "exit 65\n", "\(flipped.output)\(flipped.error)")
    let summed = try SaidByGate(session)
    #expect(summed.failing == ["same_bytes fail"])
    #expect(summed.why("same_bytes").contains("as they were written"))
    // Without the sums nobody can see it but a backtest.
    try session.did("rm run/features/journal/*.sum run/features/journal/synced")
    let compared = try SaidByGate(session)
    #expect(compared.failing == ["same_bytes fail"])
    let place = "features: run/features/journal/20240110T000000000.jsonl:8: found "
    #expect(compared.why("same_bytes").hasPrefix(place), "\(compared.why("same_bytes"))")
  }

  @Test func `an order that was filled and never approved`() throws {
    let session = try RehearsedSession.shared.get().copy()
    defer { session.remove() }
    // The journal of the gate as it would be without it; no backtest would write that.
    try session.did(
      """
      sed -i '0,/"type":"order"/{/"type":"order"/d}' run/risk/journal/20240101T*.jsonl
      rm run/risk/journal/*.sum run/risk/journal/synced
      """)
    let said = try SaidByGate(session)
    #expect(said.failing == ["risk fail", "same_bytes fail"])
    #expect(said.why("risk").hasSuffix("and never approved"), "\(said.why("risk"))")
  }

  @Test func `a bug that somebody has seen`() throws {
    let session = try RehearsedSession.shared.get().copy()
    defer { session.remove() }
    try session.did(
      "jq -c '.stages[1].last_exit = 70' run/status.json > status && mv status run/status.json")
    let said = try SaidByGate(session)
    #expect(said.failing == ["bugs fail"])
    #expect(said.why("bugs") == "features: it ended with exit code 70, a bug")
  }

  @Test func `a kill after which a stage had other bytes`() throws {
    let session = try RehearsedSession.shared.get().copy()
    defer { session.remove() }
    try session.did("sed -i '/\"strategy\"/s/\"equal\":true/\"equal\":false/' run/drills")
    let said = try SaidByGate(session)
    #expect(said.failing == ["restarts fail"])
    #expect(said.why("restarts").contains("OTHER bytes in its journal"))
  }

  @Test func `what needs no session is said`() throws {
    let session = try RehearsedSession.shared.get()
    #expect(try session.run("sf-gate nowhere").status == 66)
    #expect(try session.run("sf-gate run --max-drawdown 2").status == 78)
    #expect(try session.run("sf-gate run --until --live run/broker/ledger").status == 64)
    #expect(try session.run("sf-gate run --verify market.jsonl").status == 65)
  }
}
