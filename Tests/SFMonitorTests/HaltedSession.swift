import Foundation
import SFTestSupport
import SFTransport

/// A replayed session whose market halts at a mark until it is let go.
final class HaltedSession {
  private let process: ChildProcess
  private let gate: URL

  /// Begins it as `run`, with 400 bars of two symbols, and returns once there is a session.
  init(in place: URL, atMark mark: Int) throws {
    gate = place.appendingPathComponent("go")
    let made = try Shell.run(
      """
      sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT --bars 400 --interval 15m --seed 7 > market.jsonl
      cat > market.sh <<'END'
      #!/bin/sh
      exec awk '{ print; fflush() }
        /"type":"mark"/ && ++marks == \(mark) {
          while (system("test -e \(gate.path)")) system("sleep 0.05")
        }' \(place.path)/market.jsonl
      END
      chmod +x market.sh
      cat > text.sh <<'END'
      \(place.path)/market.sh | sf-features sma:5 sma:20 | sf-detect sma_cross:5,20 |
        sf-strategy --exit tp_sl:take_profit_pct=0.9,stop_loss_pct=0.5 |
        sf-risk --rule drawdown | sf-broker virtual
      END
      """, in: place)
    guard made.status == 0 else { throw MonitorPlace.Failure(text: made.error) }
    let said = place.appendingPathComponent("said")
    try Data().write(to: said)
    let messages = try FileHandle(forWritingTo: said)
    var program = Program([
      "env", "-C", place.path, "timeout", "-k", "5", "60", "sf-session", "run", "-q", "-f",
      "text.sh", "--dir", "run", "--replay",
    ])
    program.environment = MonitorProcess.environment(in: place)
    program.input = .nothing
    program.output = .nothing
    program.errors = .descriptor(messages.fileDescriptor)
    program.leadsGroup = true
    // The thread of a test may end before.
    program.diesWithThread = false
    process = try withExtendedLifetime(messages) { try ChildProcess(program) }
    while !FileManager.default.fileExists(atPath: place.appendingPathComponent("run/config").path) {
      guard !process.hasEnded else {
        process.wait()
        throw MonitorPlace.Failure(text: try String(contentsOf: said, encoding: .utf8))
      }
      usleep(5_000)
    }
  }

  deinit {
    process.send(SIGTERM)
    _ = process.wait(atMost: 20)
  }

  /// A shell line that lets it go on.
  var release: String { "touch '\(gate.path)'" }

  /// Its exit status, once it has come to its end.
  func end() -> Int32 { process.wait(atMost: 60) }
}
