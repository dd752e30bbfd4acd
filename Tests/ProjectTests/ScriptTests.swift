import Foundation
import SFTestSupport
import Testing

/// The shell scripts: what shellcheck says of them, and what pipelines may use.
@Suite struct ScriptTests {
  static let hasShellcheck = Shell.has("shellcheck")

  static let scripts: [String] = {
    let found = try? Shell.run(
      "find bin pipelines .ci -type f -exec grep -lE '^#!.*(/sh|bash)$' {} + | sort",
      in: Project.root)
    return (found?.output ?? "").split(separator: "\n").map(String.init)
  }()

  /// A study runs many pipelines, and is more than one.
  static let pipelines: [String] = scripts.filter {
    $0.hasPrefix("pipelines/") && !$0.hasPrefix("pipelines/study-")
  }

  @Test func `the scripts are found`() {
    for script in ["bin/setup", "bin/test", "bin/sf", ".ci/run", "pipelines/quickstart.sh"] {
      #expect(Self.scripts.contains(script))
    }
  }

  @Test(.enabled(if: hasShellcheck, "needs shellcheck"), arguments: scripts)
  func `shellcheck finds nothing`(script: String) throws {
    let result = try Shell.run("shellcheck \(script)", in: Project.root)
    #expect(result.status == 0, "\(result.output)")
  }

  @Test(arguments: scripts)
  func `can be started and stops at the first error`(script: String) throws {
    let path = Project.root.appendingPathComponent(script).path
    #expect(FileManager.default.isExecutableFile(atPath: path), "\(script) must be executable")
    let text = try Project.text(script)
    #expect(text.contains("\nset -eu\n") || text.contains("\nset -euo pipefail\n"))
  }

  /// What sf-backtest -f cannot read, a user cannot run in one process.
  @Test(arguments: pipelines)
  func `a pipeline keeps to what sf-backtest reads`(script: String) throws {
    for line in try Project.lines(script) where !line.text.hasPrefix("#") {
      for word in ["$(", "`", "${", "&&", "||", ">>", "<<", ";", " & "] {
        #expect(!line.text.contains(word), "\(line): '\(word)' is not of the sub-language")
      }
    }
  }

  /// Each gets a file of minute bars, which those that make their own market do not look at. A venue of
  /// its own needs a session, or a script of named pipes: `paper.sh` and `live.sh` run in the tests
  /// of those.
  @Test(arguments: pipelines.filter { !["pipelines/paper.sh", "pipelines/live.sh"].contains($0) })
  func `a pipeline runs to its report`(script: String) throws {
    let minutes =
      "time,open,high,low,close,volume\n"
      + (0..<200).map { index in
        let price = 100 + index % 60
        return "\(1_767_600_000 + index * 60),\(price),\(price + 2),\(price - 1),\(price + 1),10\n"
      }.joined()
    try Project.withWorkplace { place in
      try Data(minutes.utf8).write(to: place.appendingPathComponent("COIN-1m.csv"))
      let result = try Project.run("sh \(script) COIN-1m.csv", in: place)
      #expect(result.status == 0, "\(result.error)")
      #expect(!result.output.isEmpty)
      let name = script.dropFirst("pipelines/".count).dropLast(".sh".count)
      let run = place.appendingPathComponent("out/\(name).jsonl")
      #expect(try String(contentsOf: run, encoding: .utf8).contains("{\"type\":\"end\""))
    }
  }
}
