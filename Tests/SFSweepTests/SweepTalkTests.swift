import Foundation
import SFTestSupport
import Testing

/// A sweep in conversation: with people on a terminal, with an optimiser.
@Suite struct SweepTalkTests {
  private static let pipeline =
    "sf-ingest --synthetic --bars 120000 --interval 15m | sf-features sma:{fast} sma:90 "
    + "| sf-detect sma_cross:{fast},90 | sf-strategy --exit tp_sl"

  /// A terminal by the pty module of Python.
  private func onTerminal(_ command: String, in folder: URL) throws -> String {
    let script = """
      import pty, os, sys
      seen = bytearray()
      def read(descriptor):
          data = os.read(descriptor, 65536)
          seen.extend(data)
          return data
      os.environ["TERM"] = "xterm"
      sys.exit(os.waitstatus_to_exitcode(pty.spawn(["bash", "-c", sys.argv[1]], read)))
      """
    try Data(script.utf8).write(to: folder.appendingPathComponent("terminal.py"))
    let quoted = command.replacingOccurrences(of: "'", with: "'\\''")
    let result = try Shell.run("python3 terminal.py '\(quoted)'", in: folder)
    #expect(result.status == 0, "\(result.output)")
    return result.output
  }

  @Test func `a terminal shows trials, their rate and the time that is left`() throws {
    try SweepTool.withFolder { folder in
      let sweep = "sf-sweep --grid fast=2..81 --jobs 1 --results a.jsonl '\(Self.pipeline)'"
      let shown = try onTerminal(sweep, in: folder)
      let line = #/sf-sweep: (\d+) of 80 trials, [\d.]+ trials/s, \d+ s left/#
      let counts = shown.matches(of: line).compactMap { Int($0.1) }
      #expect(!counts.isEmpty && counts == counts.sorted(), "\(shown)")
      #expect(shown.hasSuffix("\r\u{1B}[K"), "the line is taken away at the end")
      // Where the lines themselves go to the terminal there is nothing else.
      let lines = try onTerminal("sf-sweep --grid fast=2,3 '\(Self.pipeline)'", in: folder)
      #expect(!lines.contains("trials/s"))
    }
  }

  @Test func `a file gets no progress unless it asks for it`() throws {
    try SweepTool.withFolder { folder in
      let sweep = "sf-sweep --grid fast=2..81 --jobs 1 --top 1"
      #expect(try Shell.run("\(sweep) '\(Self.pipeline)'", in: folder).error.isEmpty)
      let json = try Shell.run("\(sweep) --progress json '\(Self.pipeline)'", in: folder)
      for line in json.error.split(separator: "\n") {
        #expect(try SweepTool.object(line)["of"] as? Int == 80)
      }
      #expect(!json.error.isEmpty)
    }
  }

  static let hasOptuna = SweepTool.hasPython("optuna")

  /// What the driver ends with is the best of what a sweep says of the same trials.
  @Test(.enabled(if: hasOptuna, "needs Optuna: bin/setup --tests"))
  func `Optuna drives a sweep as a coprocess`() throws {
    try SweepTool.withFolder { folder in
      let driver = Shell.project.appendingPathComponent("pipelines/optuna-search.py").path
      let result = try Shell.run("python3 \(driver) 15", in: folder)
      #expect(result.status == 0, "\(result.error)")
      let best = try SweepTool.object(result.output)
      let parameters = try #require(best["parameters"] as? [String: Any])
      let text = try String(contentsOfFile: driver, encoding: .utf8)
      let pipeline = text.matches(of: #/"(.*\|.*)"/#).map { String($0.1) }.joined()
      let trial = try JSONSerialization.data(withJSONObject: parameters)
      let again = try Shell.run(
        "sf-sweep --trials trial.jsonl '\(pipeline)'", in: try write(trial, in: folder))
      #expect(again.status == 0, "\(again.error)")
      let sharpe = try #require(try SweepTool.object(again.output)["sharpe"] as? Double)
      #expect(sharpe == best["sharpe"] as? Double)
    }
  }

  private func write(_ trial: Data, in folder: URL) throws -> URL {
    try trial.write(to: folder.appendingPathComponent("trial.jsonl"))
    return folder
  }

  /// Optimisers ask for the same trial twice, and write numbers with all their digits.
  @Test func `a trial that was asked before is answered and not run again`() throws {
    try SweepTool.withFolder { folder in
      let asked = #"{"stop":0.034999999999999996}\n{"stop":0.05}\n{"stop":3.5e-02}\n"#
      let command =
        "printf '\(asked)' | sf-sweep --trials - --results r.jsonl 'sf-ingest --synthetic --bars 500 "
        + "| sf-features sma:2 sma:5 | sf-detect sma_cross:2,5 "
        + "| sf-strategy --exit tp_sl:stop_loss_pct={stop}'"
      for _ in 0..<2 {
        let result = try Shell.run(command, in: folder)
        let lines = result.output.split(separator: "\n")
        #expect(result.status == 0 && lines.count == 3, "\(result.error)")
        #expect(lines[0] == lines[2] && lines[0] != lines[1])
        #expect(lines[0].contains(#""parameters":{"stop":0.035}"#))
        let kept = try String(
          contentsOf: folder.appendingPathComponent("r.jsonl"), encoding: .utf8)
        #expect(kept.split(separator: "\n").count == 2)
      }
    }
  }

  /// Mistakes of a first day, each said before anything runs.
  @Test(
    arguments: [
      ("--grid fast=5,10 --where 'fast > 90'", 78, "--where leaves none of 2 trials"),
      ("--grid fats=5,10", 78, "help: did you mean 'fats'?"),
      ("--grid fast=5 --grid fast=6", 78, "'fast' is given twice"),
      ("--grid fast=5,10 --set fast=6", 78, "'fast' is given twice"),
      ("--grid fast=10..5", 78, "expected upwards"),
      ("--grid fast=5..10:0", 78, "expected upwards"),
      ("--grid fast=5,10 --top 0", 64, "--top must be at least 1, is 0"),
      ("--grid fast=1..20000 --grid slow=1..20000", 78, "20000 of fast, 20000 of slow"),
      ("--random 1000001 --draw 'fast=int(5,10)'", 64, "between 1 and 1000000"),
      ("--grid fast=5 more", 64, "quote the pipeline as one word"),
    ])
  func `says what is wrong`(options: String, status: Int32, message: String) throws {
    let result = try Shell.run("sf-sweep \(options) '\(Self.pipeline)'")
    #expect(result.status == status && result.output.isEmpty)
    #expect(result.error.contains(message), "\(result.error)")
  }

  @Test func `braces of other programs are told from places`() throws {
    let text = Self.pipeline.replacingOccurrences(
      of: "| sf-strategy", with: "| awk \"{ print }\" | sf-strategy")
    let result = try Shell.run("sf-sweep --grid fast=5 '\(text)'")
    #expect(result.status == 78 && result.error.contains("a script of its own"), "\(result.error)")
  }
}
