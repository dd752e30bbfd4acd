import Foundation
import SFTestSupport
import Testing

/// `sf-check --stage` on programs that are right, and on programs that each break one thing.
@Suite struct StageCheckTests {
  static let hasPython: Bool = (try? Shell.run("python3 --version").status) == 0

  /// A whole stage: adds itself to the header and a signal for every close above the last.
  static let right = """
    import json, sys
    last, signals = {}, []
    for line in sys.stdin:
        row = json.loads(line)
        if row["type"] == "header":
            row["stages"].append({"name": "up.py", "version": "1", "config": {}})
            line = json.dumps(row) + "\\n"
        elif row["type"] == "bar":
            key = row["symbol"], row["interval"]
            if row["close"] > last.get(key, row["close"]):
                signals.append({"type": "signal", "ts": row["ts"], "symbol": key[0],
                                "interval": key[1], "detector": "up", "direction": "rise",
                                "strength": 1.0})
            last[key] = row["close"]
        elif row["type"] == "mark":
            line = "".join(json.dumps(signal) + "\\n" for signal in signals) + line
            signals = []
        sys.stdout.write(line)
        if row["type"] in ("mark", "end"):
            sys.stdout.flush()
    """

  private func check(_ script: String, _ options: String = "--timeout 3s") throws -> Shell.Result {
    try Shell.run(
      "cat > stage.py; unset PYTHONUNBUFFERED; sf-check --json \(options) --stage -- python3 stage.py",
      input: script)
  }

  private func rules(_ result: Shell.Result) throws -> Set<String> {
    Set(
      try result.output.split(separator: "\n").map { line in
        let object =
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        return "\(object["rule"] ?? "")"
      })
  }

  @Test(.enabled(if: hasPython, "needs python3"))
  func `has nothing to say of a stage that is right`() throws {
    let result = try check(Self.right, "--timeout 30s")
    #expect(result.output == "" && result.error == "" && result.status == 0)
  }

  /// One change to the right stage, and the rule that must find it.
  @Test(
    .enabled(if: hasPython, "needs python3"),
    arguments: [
      (
        "drops bars", "sys.stdout.write(line)", "row['type'] == 'bar' or sys.stdout.write(line)",
        "dropped"
      ),
      (
        "writes lines anew", "sys.stdout.write(line)",
        "sys.stdout.write(line if row['type'] != 'features' else json.dumps(row) + '\\n')",
        "changed"
      ),
      (
        "rounds", "sys.stdout.write(line)", "sys.stdout.write(line.replace('2.50', '2.5'))",
        "changed"
      ),
      (
        "drops types that it does not know", "sys.stdout.write(line)",
        "row['type'] in ('x_note', 'unheard_of') or sys.stdout.write(line)", "unknown_type"
      ),
      (
        "writes behind the mark",
        "line = \"\".join(json.dumps(signal) + \"\\n\" for signal in signals) + line",
        "line = line + \"\".join(json.dumps(signal) + \"\\n\" for signal in signals)", "behind_mark"
      ),
      (
        "loses the header", "sys.stdout.write(line)",
        "row['type'] == 'header' or sys.stdout.write(line)", "header"
      ),
      (
        "starts a header of its own", "row[\"stages\"].append(",
        "row[\"stages\"] = [1]; row[\"stages\"][0] = (", "header"
      ),
      (
        "loses the end", "sys.stdout.write(line)", "row['type'] == 'end' or sys.stdout.write(line)",
        "dropped"
      ),
      ("does not flush", "sys.stdout.flush()", "pass", "flush"),
      ("writes what is no JSON", "json.dumps(signal)", "str(signal)", "line"),
      ("writes NaN", "\"strength\": 1.0", "\"strength\": float('nan')", "line"),
      ("writes a signal twice", "for signal in signals)", "for signal in signals * 2)", "signal"),
      ("throws dice", "\"strength\": 1.0", "\"strength\": __import__('random').random()", "random"),
      (
        "makes up an end", "last, signals",
        "__import__('atexit').register(lambda: print('{\"type\":\"end\",\"reason\":\"mine\",\"counts\":{}}')); last, signals",
        "end"
      ),
      ("fails", "last, signals", "sys.exit('no market today'); last, signals", "status"),
      (
        "sorts its input", "for line in sys.stdin:",
        "for line in sorted(sys.stdin, key=lambda l: '\"bar\"' in l):", "reordered"
      ),
      (
        "writes lines twice", "sys.stdout.write(line)",
        "sys.stdout.write(line * (2 if row['type'] == 'features' else 1))", "doubled"
      ),
      ("stops reading", "last, signals", "__import__('time').sleep(1000); last, signals", "stuck"),
    ])
  func `catches a stage`(name: String, part: String, broken: String, rule: String) throws {
    #expect(Self.right.contains(part), "\(name)")
    let result = try check(Self.right.replacingOccurrences(of: part, with: broken))
    #expect(try rules(result).contains(rule), "\(name): \(result.output)\(result.error)")
    #expect(result.status == 1)
  }

  @Test(
    arguments: [
      ("cat", 0, ["header"]),
      ("grep --line-buffered -v features", 1, ["dropped", "header", "status"]),
      ("head -n 5", 1, ["dropped", "unknown_type", "header", "flush"]),
      ("tac", 1, ["reordered", "header", "flush"]),
      ("sh -c 'cat; echo {}'", 1, ["line"]), ("true", 1, ["dropped"]),
      ("sh -c 'kill -9 $$'", 1, ["status"]),
    ] as [(String, Int32, Set<String>)])
  func `judges filters of the shell`(command: String, status: Int32, expected: Set<String>) throws {
    let result = try Shell.run("sf-check --json --timeout 2s --stage -- \(command)")
    #expect(result.status == status, "\(result.output)\(result.error)")
    #expect(try rules(result).isSuperset(of: expected), "\(result.output)")
  }

  @Test func `knows what a stage does not forward`() throws {
    let command = "sh -c \"grep --line-buffered -v -E 'type\\\":\\\"(bar|features)' || true\""
    let result = try Shell.run(
      "sf-check --timeout 5s --stage --forward header,gap,signal,equity,mark,end,unknown -- \(command)"
    )
    #expect(!result.output.contains("error"), "\(result.output)")
    #expect(result.status == 0)
  }

  @Test func `gives a stream of the user's`() throws {
    let stream = [
      CheckLines.header, "{\"type\":\"mark\",\"ts\":\"2026-01-05T09:01:00.000Z\"}",
      "{\"type\":\"end\",\"ts\":\"2026-01-05T09:01:00.000Z\",\"reason\":\"\",\"counts\":{}}",
    ]
    let result = try Shell.run(
      "cat > in.jsonl; sf-check in.jsonl --timeout 5s --stage -- sed 's/09:01/09:02/'",
      input: stream.joined(separator: "\n"))
    #expect(result.status == 1)
    #expect(result.output.contains("in.jsonl: error: dropped a mark line"))
  }

  @Test(arguments: [
    (
      "sf-check --stage -- no-such-program", 66,
      "sf-check: error: cannot start 'no-such-program': No such file or directory\nhelp: give the program behind --, for example: -- python3 stage.py\n"
    ),
    (
      "touch x; sf-check --stage -- ./x", 69,
      "sf-check: error: cannot start './x': Permission denied\n"
    ),
    (
      "sf-check --stage", 64,
      "sf-check: error: --stage needs a program behind --\nhelp: see 'sf-check --help'\n"
    ),
    (
      "sf-check -- cat", 64,
      "sf-check: error: a program behind -- needs --stage\nhelp: see 'sf-check --help'\n"
    ),
    (
      "sf-check missing.jsonl", 66,
      "sf-check: error: cannot read 'missing.jsonl': No such file or directory\n"
    ),
    (
      "echo '{\"type\":\"header\",\"protocol\":2,\"stages\":[]}' | sf-check", 76,
      "-:1:1: error: found protocol 2, expected protocol 1\n"
    ),
  ])
  func `says why it could not look`(script: String, status: Int32, error: String) throws {
    let result = try Shell.run(script)
    #expect(result.status == status && result.error == error)
  }
}
