import Foundation
import SFServe
import SFTestSupport

/// An empty directory in which stages are served by the tool of this build, as a user would.
struct ServedPlace {
  let url: URL

  /// Calls `body` in a directory that is there as long as it runs.
  static func with(_ body: (ServedPlace) throws -> Void) throws {
    // Short, since the path of a socket is.
    let url = URL(fileURLWithPath: NSTemporaryDirectory())
      .appendingPathComponent("sf-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(ServedPlace(url: url))
  }

  /// Functions for a script: `journal DIR` prints the journal of a stage as one stream; `until
  /// COMMAND…` waits until a command succeeds, for half a minute at most; `begun DIR` whether its
  /// journal has steps; `pid_of SESSION STAGE` prints the process of a stage.
  private static let functions = """
    journal() {
      local first=yes file
      for file in "$1"/journal/*.jsonl; do
        if [ $first ]; then cat "$file"; first=; else tail -n +2 "$file"; fi
      done
    }
    until_() {
      local rounds=0
      until "$@" > /dev/null 2>&1; do
        rounds=$((rounds + 1)); [ $rounds -lt 600 ] || { echo "waited in vain for $*"; return 1; }
        sleep 0.05
      done
    }
    begun() { ls "$1"/journal/2*.jsonl; }
    pid_of() { jq -r ".stages[] | select(.name == \\"$2\\") | .pid" "$1/status.json"; }

    """

  /// Runs a shell script here.
  func run(_ script: String) throws -> Shell.Result {
    try Shell.run(Self.functions + script, in: url)
  }

  func write(_ text: String, to name: String) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func text(of name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }

  /// Writes the config of a session in the directory `s`.
  func plan(_ plan: SessionPlan) throws { try write(plan.text, to: "s/config") }

  /// A line of stages, each behind the one before.
  static func line(_ stages: [(name: String, words: [String])]) -> [StagePlan] {
    stages.enumerated().map { place, stage in
      StagePlan(
        name: stage.name, words: stage.words,
        inputs: place == 0 ? [] : [.init(from: stages[place - 1].name)])
    }
  }

  static let market = "sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT --interval 1m"
}
