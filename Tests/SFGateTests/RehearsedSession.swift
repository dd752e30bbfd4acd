import Foundation
import SFCore
import SFGating
import SFJournal
import SFServe
import SFTestSupport

/// Twenty days of hours, as a real session whose stages have been killed once each: its market halts
/// until that is done, so that no machine is too slow for it.
final class RehearsedSession: Sendable {
  let place: URL

  /// Made once, for all tests that change nothing in it.
  static let shared: Result<RehearsedSession, any Error> = Result {
    try RehearsedSession(at: sharedPlace)
  }

  private static let sharedPlace = newPlace

  private static let preparation = """
    set -eu
    sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT,SOLUSDT --bars 480 --interval 1h --seed 14 |
      jq -c 'if .type == "bar" then ., {type: "quote", ts, symbol, bid: .close, bid_quantity: 1,
        ask: .close, ask_quantity: 1, at: .ts} else . end' > market.jsonl
    cat > market.sh <<'END'
    #!/bin/sh
    # The market behind a mark, with a halt at which stages may be killed.
    exec awk -v after="${SF_AFTER-}" -v halt=2024-01-18 '
      { split($0, part, "\\"ts\\":\\""); ts = substr(part[2], 1, 24) }
      NR == 1 || /"type":"end"/ || ts > after {
        print
        fflush()
        if (ts > halt && !waited++) while (system("test -e go")) system("sleep 0.05")
      }' market.jsonl
    END
    chmod +x market.sh
    filters='[{"filterType":"LOT_SIZE","minQty":"0.001","maxQty":"9000","stepSize":"0.00000001"}]'
    for symbol in BTCUSDT ETHUSDT SOLUSDT; do
      printf '{"symbol":"%s","filters":%s}\\n' $symbol "$filters"
    done | jq -s '{symbols: .}' > filters.json
    cat > text.sh <<'END'
    ./market.sh | sf-features sma:3 sma:9 | sf-detect sma_cross:3,9 |
      sf-strategy --fee 0.0001 --exit tp_sl:take_profit_pct=0.02,stop_loss_pct=0.01 |
      sf-risk --rule drawdown --rule daily_loss --rule filters:filters.json |
      sf-broker virtual
    END
    cat > expect.sh <<'END'
    #!/bin/sh
    # What a text brings over sixty days.
    source='sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT,SOLUSDT --bars 1440 --interval 1h --seed 14'
    sf-backtest -q "$(sed -e "s#^./market.sh#$source#" -e '/sf-risk/,$d' text.sh | sed '$s/ |$//')"
    END
    chmod +x expect.sh
    ./expect.sh > expected.jsonl
    """

  /// The session with its drill.
  private static let drilledRun = """
    set -eu
    timeout 300 sf-session run -f text.sh --dir run --replay > said 2>&1 &
    session=$!
    # It may not be there yet, and then nothing is said.
    until sf-session status run --json 2> /dev/null |
      jq '[.stages[].mark] | min != null and min >= "2024-01-17T22"' | grep -q true; do
      kill -0 $session
      sleep 0.2
    done
    sf-session drill -q run
    touch go
    wait $session
    """

  private init(at place: URL) throws {
    self.place = place
    // What is left is in a temporary place.
    atexit { try? FileManager.default.removeItem(at: RehearsedSession.sharedPlace) }
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try did(Self.preparation)
    try did(Self.drilledRun)
  }

  private init(copying other: RehearsedSession) throws {
    place = Self.newPlace
    try did("cp -R '\(other.place.path)' '\(place.path)'", in: nil)
  }

  private static var newPlace: URL {
    FileManager.default.temporaryDirectory.appendingPathComponent(
      "sf-gate-tests-\(UUID().uuidString)")
  }

  struct Failure: Error { let text: String }

  /// One that may be changed.
  func copy() throws -> RehearsedSession { try RehearsedSession(copying: self) }

  /// Another session, of a text or a market that `edit` changes: with its drill, or at full speed.
  func variant(_ edit: String, isDrilled: Bool = false) throws -> RehearsedSession {
    let other = try copy()
    let run =
      isDrilled ? "rm go\n\(Self.drilledRun)" : "sf-session run -q -f text.sh --dir run --replay"
    try other.did("set -eu\nrm -r run\n\(edit)\n\(run)")
    return other
  }

  func remove() {
    // What is left is in a temporary place.
    try? FileManager.default.removeItem(at: place)
  }

  var path: String { place.appendingPathComponent("run").path }

  /// What the orders of a session beside it say of themselves.
  func header(of name: String) throws -> Header {
    try RunReading.run(of: place.appendingPathComponent("\(name)/risk").path).header
  }

  /// Runs a shell line beside the session.
  func run(_ command: String) throws -> Shell.Result { try Shell.run(command, in: place) }

  /// The same of one that must not fail.
  func did(_ command: String) throws { try did(command, in: place) }

  private func did(_ command: String, in directory: URL?) throws {
    let result = try Shell.run(command, in: directory)
    guard result.status == 0 else { throw Failure(text: result.output + result.error) }
  }

  /// As it would be if its marks had come when they happened: times by a virtual clock, by the writer
  /// that a serving process has.
  func live(late: (Timestamp) -> Int64 = { _ in 1_500 }) throws {
    let file = "\(path)/config"
    var plan = try SessionPlan(text: String(contentsOfFile: file, encoding: .utf8), name: file)
    plan.isReplay = false
    try plan.text.write(toFile: file, atomically: true, encoding: .utf8)
    try FileManager.default.removeItem(atPath: "\(path)/market/times")
    var reader = try JournalReader("\(path)/market/journal")
    let head = try reader.head()
    let times = try Times("\(path)/market", upTo: nil)
    guard let head else { return }
    var mark: Timestamp = "2024-01-01T01:00:00.000Z"
    while mark <= head {
      try times.append([mark], receivedAt: mark + late(mark))
      mark = mark + 3_600_000
    }
  }
}
