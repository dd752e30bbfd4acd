import Foundation
import SFCore
import SFGate
import SFGating
import SFTestSupport
import Testing

/// A session of twenty days at the gate, and what fails where it deserves it.
@Suite(.enabled(if: Shell.has("jq", "awk"), "needs jq and awk"), .serialized)
struct SessionGateTests {
  private static let gate = "sf-gate run --expected expected.jsonl"

  /// What a gate says, as `criterion verdict` lines.
  private func verdicts(_ session: RehearsedSession, _ more: String = "") throws -> [String: String]
  {
    let result = try session.run(
      "\(Self.gate) \(more) -q --format jsonl | jq -r 'select(.criterion != null and .verdict != null) | .criterion + \" \" + .verdict'"
    )
    #expect(result.error.isEmpty, "\(result.error)")
    return Dictionary(
      uniqueKeysWithValues: result.output.split(separator: "\n").map { line in
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        return (words[0], words[1])
      })
  }

  /// Which have not passed.
  private func failing(_ session: RehearsedSession, _ more: String = "") throws -> [String] {
    try verdicts(session, more).filter { $0.value != "pass" }.map { "\($0.key) \($0.value)" }
      .sorted()
  }

  @Test func `twenty days at full speed are through as a rehearsal and not as lived`() throws {
    let session = try RehearsedSession.shared.get()
    let rehearsed = try session.run("\(Self.gate) --rehearsal")
    #expect(rehearsed.status == 0, "\(rehearsed.output)\(rehearsed.error)")
    #expect(rehearsed.error.contains("the rehearsal is through"))
    #expect(!FileManager.default.fileExists(atPath: "\(session.path)/gate.json"))
    #expect(try session.run(Self.gate).status == 1)
    #expect(try failing(session) == ["lived fail"])
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
    let other = try session.run(
      """
      sed 's/take_profit_pct=0.02/take_profit_pct=0.025/' text.sh > other.sh
      sf-session run -q -f other.sh --dir other --replay
      sf-gate other --verify run/gate.json
      """)
    #expect(other.status == 1)
    #expect(
      other.error.contains("worth nothing here: sf-strategy is set otherwise"), "\(other.error)")
  }

  @Test func `a late feed`() throws {
    let session = try RehearsedSession.shared.get().copy()
    defer { session.remove() }
    // Three hours of a day came a quarter of an hour late: a tenth of an hour is allowed.
    try session.live { mark in
      "2024-01-15T09:00:00.000Z"..."2024-01-15T11:00:00.000Z" ~= "\(mark)" ? 900_000 : 1_500
    }
    #expect(try failing(session) == ["lived fail"])
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
    #expect(try failing(session, "--rehearsal") == ["lived not asked", "same_bytes fail"])
    let said = try session.run("\(Self.gate) --rehearsal").output
    #expect(said.contains("as they were written"), "\(said)")
  }

  @Test func `a stage that was never killed`() throws {
    let session = try RehearsedSession.shared.get().copy()
    defer { session.remove() }
    // A run of the same text without a drill.
    let calm = try session.run(
      "rm -r run && sf-session run -q -f text.sh --dir run --replay")
    #expect(calm.status == 0, "\(calm.error)")
    #expect(try failing(session, "--rehearsal") == ["lived not asked", "restarts fail"])
  }

  @Test func `a drawdown that is too deep, and too few days`() throws {
    let session = try RehearsedSession.shared.get()
    #expect(
      try failing(session, "--rehearsal --max-drawdown 0.001") == [
        "drawdown fail", "lived not asked",
      ])
  }

  @Test func `bars that came to the store later`() throws {
    let session = try RehearsedSession.shared.get().copy()
    defer { session.remove() }
    // The market as it is known now: four days were others.
    let changed = try session.run(
      """
      jq -c 'if .type == "bar" and .ts > "2024-01-08" and .ts < "2024-01-12"
        then .open = 100 | .high = 100 | .low = 100 | .close = 100 else . end' market.jsonl > now
      mv now market.jsonl
      """)
    #expect(changed.status == 0, "\(changed.error)")
    #expect(try failing(session, "--rehearsal") == ["alignment fail", "lived not asked"])
  }

  @Test func `what needs no session is said`() throws {
    let session = try RehearsedSession.shared.get()
    #expect(try session.run("sf-gate nowhere").status == 66)
    #expect(try session.run("sf-gate run --max-drawdown 2").status == 78)
    #expect(try session.run("sf-gate run --until --live run/broker/ledger").status == 64)
    #expect(try session.run("sf-gate run --verify market.jsonl").status == 65)
    let live = try session.run("sf-gate run --live run/broker/ledger")
    #expect(live.status == 1)
    #expect(live.error.contains("10 days are missing"), "\(live.error)")
  }
}
