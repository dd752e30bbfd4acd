import Foundation
import SFTestSupport
import Testing

/// The tool as a user runs it.
@Suite struct SweepProcessTests {
  private static let market =
    "sf-ingest --synthetic --symbols A,B --bars 3000 --interval 15m --seed 5"
  private static let pipeline =
    "\(market) | sf-features sma:{fast} sma:{slow} | sf-detect sma_cross:{fast},{slow} "
    + "| sf-strategy --exit tp_sl:stop_loss_pct={sl}"
  private static let grid =
    "--grid fast=3,5 --grid slow=4,9,20 --where 'fast < slow' --grid sl=0.01,0.02"

  private func sweep(_ options: String, _ pipeline: String = pipeline) -> String {
    "sf-sweep \(options) '\(pipeline)'"
  }

  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-sweep-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private func object(_ line: Substring) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  /// Each trial alone, through pipes, by the report's own JSON.
  @Test func `says of each trial what a pipe of processes says`() throws {
    let result = try Shell.run(sweep(Self.grid))
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 10)
    for line in lines {
      let trial = try object(line)
      let parameters = try #require(trial["parameters"] as? [String: Any])
      let text = parameters.reduce(Self.pipeline) {
        $0.replacingOccurrences(of: "{\($1.key)}", with: "\($1.value)")
      }
      let piped = try Shell.run("\(text) | sf-report --format json")
      #expect(piped.status == 0)
      let summary = try #require(piped.output.range(of: "\"summary\": {"))
      let members = piped.output[summary.upperBound...].prefix { $0 != "}" }
        .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        .joined().replacingOccurrences(of: "\": ", with: "\":")
      #expect(line.hasSuffix(",\"status\":\"done\",\(members)}"), "\(parameters)")
    }
  }

  /// A foreign stage in the text makes every trial a set of processes.
  @Test func `says the same with a foreign stage that changes nothing`() throws {
    let own = try Shell.run(sweep("--grid fast=3,5 --set slow=9 --set sl=0.01"))
    let foreign = try Shell.run(
      sweep(
        "--grid fast=3,5 --set slow=9 --set sl=0.01",
        Self.pipeline.replacingOccurrences(of: "| sf-strategy", with: "| cat | sf-strategy")))
    func figures(_ result: Shell.Result) -> [Substring] {
      result.output.split(separator: "\n").map { $0.drop { $0 != "," } }
    }
    #expect(foreign.status == 0, "\(foreign.error)")
    #expect(figures(own) == figures(foreign))
    #expect(figures(own).count == 2)
  }

  /// What the text says as processes is what it says in one: a report at its end, words that need
  /// quotes, the mode, and options from a file.
  @Test func `a foreign stage changes neither report nor mode nor options`() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("strategy:\n  fee: 0.002\n".utf8)
      .write(to: folder.appendingPathComponent("costs.yaml"))
    let own = Self.pipeline.replacingOccurrences(of: "| sf-strategy", with: "| cat | sf-strategy")
    for mode in ["portfolio", "unlimited"] {
      let options = "--grid fast=3,5 --set slow=9 --set sl=0.01 --mode \(mode) --config costs.yaml"
      let one = try Shell.run(sweep(options, Self.pipeline), in: folder)
      let foreign = try Shell.run(
        sweep(
          options,
          own.replacingOccurrences(of: "| cat", with: "| grep -v \"no such\"")
            + " | sf-report"), in: folder)
      #expect(foreign.status == 0, "\(foreign.error)")
      let free = try Shell.run(
        sweep("--grid fast=3,5 --set slow=9 --set sl=0.01 --mode \(mode)"))
      // All but the ids, which differ with the text.
      let figures = [one, foreign, free].map { result in
        result.output.split(separator: "\n").map { $0.drop { $0 != "," } }
      }
      #expect(figures[0] == figures[1] && figures[0].count == 2, "\(mode)")
      #expect(figures[0] != figures[2], "the fee of the file counts")
    }
  }

  @Test(arguments: ["1", "2", "5"])
  func `says the same with any number of jobs`(jobs: String) throws {
    let expected = try Shell.run(sweep(Self.grid))
    let result = try Shell.run(sweep("\(Self.grid) --jobs \(jobs)"))
    #expect(result.output == expected.output)
  }

  @Test func `killed at any time and run again it has every result once`() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let options = "--grid fast=2..9 --grid slow=12..40:4 --set sl=0.01"
    let whole = try Shell.run(sweep("\(options) --results whole.jsonl"), in: folder)
    #expect(whole.status == 0, "\(whole.error)")
    let expected = try String(
      contentsOf: folder.appendingPathComponent("whole.jsonl"), encoding: .utf8)
    #expect(expected.split(separator: "\n").count == 64)
    var random = SeededGenerator(seed: 11)
    let command = sweep("\(options) --results part.jsonl")
    for _ in 0..<12 {
      let delay = 0.02 + Double(random.next() % 250) / 1_000
      _ = try Shell.run("timeout -s KILL \(delay) \(command)", in: folder)
    }
    let last = try Shell.run(command, in: folder)
    #expect(last.status == 0, "\(last.error)")
    let found = try String(
      contentsOf: folder.appendingPathComponent("part.jsonl"), encoding: .utf8)
    #expect(
      found.split(separator: "\n").sorted() == expected.split(separator: "\n").sorted())
  }

  /// An optimiser writes a trial, waits for its result, and writes the next.
  @Test func `answers each trial before the next is asked`() throws {
    let script = """
      import json, subprocess, sys
      child = subprocess.Popen(["sf-sweep", "--trials", "-", "--set", "sl=0.02", sys.argv[1]],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
      best, fast = None, 2
      for _ in range(5):
          child.stdin.write(json.dumps({"fast": fast, "slow": 30}) + "\\n")
          child.stdin.flush()
          answer = json.loads(child.stdout.readline())
          assert answer["parameters"]["fast"] == fast, answer
          assert answer["status"] == "done", answer
          fast += 1 if answer["total_return_fraction"] < 0 else 2
      child.stdin.close()
      print(child.wait())
      """
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(script.utf8).write(to: folder.appendingPathComponent("driver.py"))
    let result = try Shell.run("python3 driver.py '\(Self.pipeline)'", in: folder)
    #expect(result.output == "0\n", "\(result.error)")
  }

  @Test func `parts by a script are the whole, and collect says what is missing`() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = try Shell.run(sweep(Self.grid), in: folder)
    let emit = try Shell.run(
      sweep("\(Self.grid) --emit slurm --chunks 4 --directory parts") + " > sweep.sh", in: folder)
    #expect(emit.status == 0, "\(emit.error)")
    for part in [1, 2, 4] {
      let run = try Shell.run("SLURM_ARRAY_TASK_ID=\(part) bash sweep.sh", in: folder)
      #expect(run.status == 0, "\(run.error)")
    }
    let missing = try Shell.run("sf-sweep collect parts", in: folder)
    #expect(missing.status == 1 && missing.output.isEmpty)
    #expect(missing.error.contains("found of 10 trials 2 missing"), "\(missing.error)")
    _ = try Shell.run("SLURM_ARRAY_TASK_ID=3 bash sweep.sh", in: folder)
    let collected = try Shell.run("sf-sweep collect parts", in: folder)
    #expect(collected.status == 0, "\(collected.error)")
    #expect(collected.output == whole.output)
    _ = try Shell.run("cp parts/2.jsonl parts/copy.jsonl", in: folder)
    let doubled = try Shell.run("sf-sweep collect parts", in: folder)
    #expect(doubled.status == 1 && doubled.error.contains("there twice"), "\(doubled.error)")
  }

  static let hasParallel = (try? Shell.run("parallel --version").status) == 0

  @Test(.enabled(if: hasParallel, "needs GNU parallel"))
  func `GNU parallel runs the parts`() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = try Shell.run(sweep(Self.grid), in: folder)
    let script = sweep("\(Self.grid) --emit parallel --chunks 5 --directory parts") + " > sweep.sh"
    #expect(try Shell.run(script, in: folder).status == 0)
    let run = try Shell.run("sh sweep.sh --jobs 2", in: folder)
    #expect(run.status == 0, "\(run.error)")
    #expect(try Shell.run("sf-sweep collect parts", in: folder).output == whole.output)
  }
}
