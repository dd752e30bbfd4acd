import Foundation
import SFTestSupport
import Testing

/// Any process of a session may be killed at any moment, and nothing is lost, done twice or written
/// differently.
@Suite struct ChaosTests {
  static let hasPython = Shell.has("python3")

  /// Kills in a run of the tests: `SF_KILL_ROUNDS` says how many, 30 without it.
  static let rounds =
    ProcessInfo.processInfo.environment["SF_KILL_ROUNDS"] == nil ? 30 : KillRounds.count

  /// A mark every 10 ms: the reference need not wait for that, and is the same in all but its header.
  private static let pace = "30000x"

  private static let stages = [
    "ingest", "features", "detect", "day_breakout", "strategy", "toy_venue",
  ]

  /// Bars of two symbols with gaps: of one minute in seven one symbol has none, and each has a
  /// stretch without any.
  private static let market = """
    sf-ingest --synthetic --symbols AAA,BBB --interval 5m --bars \(bars) --seed 11 | sf-cat --type bar --csv |
      awk -F, 'NR == 1 || !(NR % 7 == 0 || (/AAA/ && NR > 400 && NR < 520) || (/BBB/ && NR > 900 && NR < 950))' > bars.csv
    """

  /// The session lasts as long as it takes to kill it so often.
  private static var bars: Int { 600 + rounds * 20 }

  /// The text up to the strategy, `tee` behind each stage where its name is wanted.
  private static func text(pace: String, tee: Bool = false) -> String {
    func copy(_ name: String) -> String { tee ? " | tee reference/\(name)" : "" }
    return """
      sf-ingest bars.csv --timestamp close --interval 5m --replay \(pace)\(copy("ingest")) |
        sf-features sma:5 sma:9 atr:14 rsi\(copy("features")) |
        sf-detect sma_cross:5,9 threshold:rsi_14,below=30,direction=rise\(copy("detect")) |
        python3 '\(Shell.project.path)/pipelines/stages/day_breakout.py'\(copy("day_breakout")) |
        sf-strategy --allow-short --exit tp_sl:0.01,0.01 --exit time:40 --exit signal
      """
  }

  private static var venue: String {
    "python3 '\(Shell.project.path)/Tests/SFSessionTests/Chaos/toy_venue.py' ledger --market"
  }

  private static let wiring = "--origin toy_venue --also toy_venue:market=ingest"

  /// What one process writes of the text, a shell by pipes, and a session that nobody disturbs: the
  /// same. The venue is no part of the first, since it reads the market beside its orders.
  private func makeReference(in place: URL) throws {
    let result = try Shell.run(
      """
      set -eu
      \(Self.market)
      mkdir reference
      cat > backtest.sh <<'END'
      \(Self.text(pace: "max", tee: true))
      END
      sf-backtest -f backtest.sh > reference/strategy
      cat > calm.sh <<'END'
      \(Self.text(pace: "max")) | \(Self.venue) '{market}'
      END
      sf-session emit sh -f calm.sh \(Self.wiring) > pipes.sh
      timeout 100 sh pipes.sh pipes && rm ledger
      timeout 100 sf-session run -q -f calm.sh --dir calm --replay \(Self.wiring) && rm ledger
      cp pipes/toy_venue.jsonl reference/toy_venue
      for stage in \(Self.stages.joined(separator: " ")); do
        cmp reference/$stage pipes/$stage.jsonl
        sf-cat calm/$stage | cmp - reference/$stage
      done
      sed -i '1s/"replay":\\( *\\)"max"/"replay":\\1"\(Self.pace)"/' reference/*
      cat > session.sh <<'END'
      \(Self.text(pace: Self.pace)) | \(Self.venue) '{market}'
      END
      """, in: place)
    try #require(result.status == 0, "\(result.output)\(result.error)")
  }

  private func withPlace(_ body: (URL) throws -> Void) throws {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-chaos-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    // What is left is in a temporary place.
    defer { try? FileManager.default.removeItem(at: place) }
    try body(place)
  }

  @Test(.enabled(if: hasPython, "needs python3"), .timeLimit(.minutes(30)))
  func `killed at any moment, every journal is that of one process`() throws {
    try withPlace { place in
      try makeReference(in: place)
      var session = ChaosSession(
        in: place,
        ["-f", "session.sh", "--dir", "run", "--replay", "--sync", "step"]
          + Self.wiring.split(separator: " ").map(String.init), rounds: Self.rounds, seed: 5)
      let status = try session.run(seconds: 120 + Double(Self.rounds) * 2)
      let said = try String(contentsOf: place.appendingPathComponent("said"), encoding: .utf8)
      #expect(status == 0, "\(said.suffix(4_000))")
      #expect(session.kills >= Self.rounds, "the session ended too early for \(Self.rounds) kills")
      for stage in Self.stages {
        let result = try Shell.run("sf-cat run/\(stage) | cmp - reference/\(stage)", in: place)
        #expect(
          result.status == 0,
          "\(stage), \(session.kills) kills, \(session.starts) starts: \(result.output)")
      }
    }
  }
}
