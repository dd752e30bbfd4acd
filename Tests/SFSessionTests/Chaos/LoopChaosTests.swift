import Foundation
import SFTestSupport
import Testing

/// A strategy and its venue in a session, any of whose processes may be killed at any moment: no order
/// is filled twice and none is lost.
@Suite struct LoopChaosTests {
  /// Kills in a run of the tests: `SF_KILL_ROUNDS` says how many, 12 without it.
  static let rounds =
    ProcessInfo.processInfo.environment["SF_KILL_ROUNDS"] == nil ? 12 : KillRounds.count

  /// A mark every 10 ms.
  private static let pace = "30000x"

  private static func text(pace: String) -> String {
    """
    sf-ingest bars.csv --timestamp close --interval 5m --replay \(pace) |
      sf-features sma:5 sma:9 | sf-detect sma_cross:5,9 |
      sf-strategy --allow-short --exit tp_sl:0.004,0.004 --exit time:20 --max-positions-per-symbol 2 --entry limit:offset_bps=3,max_bars=4 --max-participation 0.2
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
      \(Self.text(pace: "max"))
      END
      sf-backtest -f whole.sh > strategy
      cat > calm.sh <<'END'
      \(Self.text(pace: "max")) | sf-broker virtual
      END
      cat > session.sh <<'END'
      \(Self.text(pace: Self.pace)) | sf-broker virtual
      END
      sf-session emit sh -f calm.sh > pipes.sh
      timeout 100 sh pipes.sh pipes
      timeout 100 sf-session run -q -f calm.sh --dir calm --replay
      cp pipes/broker.jsonl broker
      cmp strategy pipes/strategy.jsonl
      sf-cat calm/strategy | cmp - strategy
      sf-cat calm/broker | cmp - broker
      sf-check broker > findings || cat findings
      sed -i '1s/"replay":\\( *\\)"max"/"replay":\\1"\(Self.pace)"/' strategy broker
      grep -c '"type":"fill"' broker
      """, in: place)
    try #require(result.status == 0, "\(result.output)\(result.error)")
    #expect((Int(result.output.dropLast()) ?? 0) > 20, "\(result.output)\(result.error)")
  }

  @Test(.timeLimit(.minutes(30)))
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
      for stage in strategy broker; do sf-cat run/$stage | cmp - $stage; done
      # The ledger has each fill of the answers once, and what became of each order.
      sf-broker fills run --format jsonl | jq -r .id | sort > a
      grep '"type":"fill"' broker | jq -r .id | sort > b
      cmp a b
      sf-broker orders run --format jsonl | jq -r 'select(.state | IN("filled", "refused", "canceled", "expired") | not) | .id'
      """, in: place)
    #expect(
      result.output.isEmpty && result.error.isEmpty,
      "\(session.kills) kills: \(result.output)\(result.error)")
  }
}
