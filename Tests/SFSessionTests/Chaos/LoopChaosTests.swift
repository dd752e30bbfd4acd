import Foundation
import SFTestSupport
import Testing

/// Strategy, gate and venue in a session, any of whose processes may be killed at any moment: no order
/// is filled twice and none is lost.
@Suite struct LoopChaosTests {
  /// Kills in a run of the tests: `SF_KILL_ROUNDS` says how many, 30 without it.
  static let rounds =
    ProcessInfo.processInfo.environment["SF_KILL_ROUNDS"] == nil ? 30 : KillRounds.count

  /// A mark every 10 ms.
  private static let pace = "30000x"

  /// The stages of the loop.
  private static let stages = ["strategy", "risk", "broker"]

  /// `kept` is where a stage of the loop keeps its lines; nowhere in a session, where that is its
  /// journal.
  private static func text(pace: String, kept: (String) -> String = { _ in "" }) -> String {
    """
    sf-ingest bars.csv --timestamp close --interval 5m --replay \(pace) |
      sf-features sma:5 sma:9 | sf-detect sma_cross:5,9 |
      sf-strategy --allow-short --exit tp_sl:0.004,0.004 --exit time:20 --max-positions-per-symbol 2 --entry limit:offset_bps=3,max_bars=4 --max-participation 0.2 \(kept("strategy"))|
      sf-risk --rule position:0.08 --rule exposure:0.3 --rule rate:8,30m --rule drawdown:0.002,action=flatten,resume=bars=30 \(kept("risk"))|
      sf-broker virtual
    """
  }

  private func makeReference(in place: URL) throws {
    let bars = 500 + Self.rounds * 20
    let result = try Shell.run(
      """
      set -eu
      sf-ingest --synthetic --symbols AAA,BBB --interval 5m --bars \(bars) --seed 12 |
        sf-cat --type bar --csv |
        awk -F, 'NR == 1 || !(NR % 7 == 0 || (/AAA/ && NR > 300 && NR < 360))' > bars.csv
      cat > whole.sh <<'END'
      \(Self.text(pace: "max") { "| tee \($0) " })
      END
      sf-backtest -q -f whole.sh > broker
      cat > calm.sh <<'END'
      \(Self.text(pace: "max"))
      END
      cat > session.sh <<'END'
      \(Self.text(pace: Self.pace))
      END
      sf-session emit sh -f calm.sh > pipes.sh
      timeout 100 sh pipes.sh pipes 2> said || { cat said; exit 1; }
      timeout 100 sf-session run -q -f calm.sh --dir calm --replay
      for stage in \(Self.stages.joined(separator: " ")); do
        cmp $stage pipes/$stage.jsonl
        sf-cat calm/$stage | cmp - $stage
      done
      sf-check broker > findings || cat findings
      sed -i '1s/"replay":\\( *\\)"max"/"replay":\\1"\(Self.pace)"/' strategy risk broker
      grep -q '"by":"sf-risk"' risk
      grep -c '"type":"fill"' broker
      """, in: place)
    try #require(result.status == 0, "\(result.output)\(result.error)")
    #expect((Int(result.output.dropLast()) ?? 0) > 20, "\(result.output)\(result.error)")
  }

  @Test(.timeLimit(.minutes(60)))
  func `killed at any moment, the loop writes the lines of one process`() throws {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-loop-chaos-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    // What is left is in a temporary place.
    defer { try? FileManager.default.removeItem(at: place) }
    try makeReference(in: place)
    var session = ChaosSession(
      in: place, ["-f", "session.sh", "--dir", "run", "--replay", "--sync", "step"],
      rounds: Self.rounds, seed: 6)
    let status = try session.run(seconds: 120 + Double(Self.rounds) * 2)
    let said = try String(contentsOf: place.appendingPathComponent("said"), encoding: .utf8)
    #expect(status == 0, "\(said.suffix(4_000))")
    #expect(session.kills >= Self.rounds, "the session ended too early for \(Self.rounds) kills")
    let result = try Shell.run(
      """
      for stage in \(Self.stages.joined(separator: " ")); do sf-cat run/$stage | cmp - $stage; done
      # The ledger has each fill of the answers once, and what became of each order.
      sf-broker fills run --format jsonl | jq -r .id | sort > a
      grep '"type":"fill"' broker | jq -r .id | sort > b
      cmp a b
      # Trader, venue and ledger have the same money; the gate, which has let through the same, too.
      sf-cat --type equity strategy | tail -n 1 | jq .cash > a
      sf-cat --type account broker | tail -n 1 | jq .cash > b
      sf-broker account run --format jsonl | tail -n 1 | jq .cash > c
      cmp a b; cmp b c
      sf-broker orders run --format jsonl | jq -r 'select(.state | IN("filled", "refused", "canceled", "expired") | not) | .id'
      """, in: place)
    #expect(
      result.output.isEmpty && result.error.isEmpty,
      "\(session.kills) kills: \(result.output)\(result.error)")
  }
}
