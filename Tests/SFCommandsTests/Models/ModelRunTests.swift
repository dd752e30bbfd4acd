import Foundation
import SFTestSupport
import Testing

/// Runs with a model: whoever it is, however it is reached, the same lines.
@Suite struct ModelRunTests {
  static let hasPython = Shell.has("python3")
  private static let models = Shell.project.appendingPathComponent("Tests/Models").path
  private static let stages = Shell.project.appendingPathComponent("pipelines/stages").path

  private static let signals =
    "sf-ingest --synthetic --symbols A,B,C --bars 3000 | sf-features sma:5 sma:12 rsi:5 "
    + "| sf-detect sma_cross:5,12 threshold:rsi_5,below=20,direction=rise"
  private static let trading =
    "sf-strategy -q --exit tp_sl:0.004,0.004 --size fixed_fraction:0.3 --allow-short"

  // MARK: Languages

  @Test(
    .enabled(
      if: Shell.has("python3", "jq", "node"), "needs python3, jq and node: bin/setup --tests"))
  func `a model in Python, in a shell and in Node are one`() throws {
    let run = { (model: String) in
      "\(Self.signals) | \(Self.trading) --model '\(model)'"
    }
    let python = try Shell.run(run("python3 \(Self.stages)/model_rules.py"))
    let shell = try Shell.run(run("jq -n -c --unbuffered -f \(Self.stages)/model_rules.jq"))
    let node = try Shell.run(run("node \(Self.stages)/model_rules.mjs"))
    #expect(python.status == 0, "\(python.error)")
    for action in ["enter", "reduce", "skip", "wait"] {
      #expect(python.output.contains("\"action\":\"\(action)\""), "\(action)")
    }
    #expect(python.output.contains("\"reason\":\"waited\""))
    #expect(python.output == shell.output, "\(shell.error)")
    #expect(python.output == node.output, "\(node.error)")
  }

  @Test(.enabled(if: hasPython, "needs python3"))
  func `a pipe and one process write the same, and the run is sound`() throws {
    let text = "\(Self.signals) | \(Self.trading) --model \"python3 \(Self.models)/coin.py\""
    let result = try Shell.run(
      """
      \(text) > piped.jsonl && sf-backtest '\(text)' > one.jsonl && cmp piped.jsonl one.jsonl &&
        sf-check -q one.jsonl && grep -c '"type":"decision"' one.jsonl
      """)
    #expect(result.status == 0, "\(result.error)")
    #expect(Int(result.output.dropLast()) ?? 0 > 500, "\(result.output)")
  }

  // MARK: Ways

  @Test(.enabled(if: hasPython, "needs python3"))
  func `descriptors and a socket are other ways to the same model`() throws {
    let listen = """
      import os, socket, subprocess, sys
      door = socket.socket(socket.AF_UNIX)
      door.bind("door"); door.listen()
      print("open", flush=True)
      peer, _ = door.accept()
      subprocess.run([sys.executable, sys.argv[1]], stdin=peer, stdout=peer, check=True)
      """
    let result = try Shell.run(
      """
      \(Self.signals) > signals.jsonl
      trade='\(Self.trading)'
      $trade --model 'python3 \(Self.models)/coin.py' < signals.jsonl > started.jsonl
      mkfifo questions answers
      python3 \(Self.models)/coin.py < questions > answers &
      $trade --model-fd 7 7> questions 8< answers < signals.jsonl > by-descriptors.jsonl
      cmp started.jsonl by-descriptors.jsonl || exit 1
      (timeout 60 python3 -c '\(listen)' \(Self.models)/coin.py > ready) &
      for _ in $(seq 200); do grep -q open ready 2> /dev/null && break; timeout 5 sleep 0.05; done
      $trade --model-socket door < signals.jsonl > by-socket.jsonl
      cmp started.jsonl by-socket.jsonl || exit 1
      wait
      grep -c decision by-socket.jsonl
      """)
    #expect(result.status == 0, "\(result.error)\(result.output)")
  }

  @Test(.enabled(if: hasPython, "needs python3"))
  func `a model that loads something else says so, and the run has it`() throws {
    let result = try Shell.run(
      """
      sed 's/^    elif line\\["type"\\] == "mark":/&\\n        print(json.dumps({"type": "model", \
      "ts": line["ts"], "name": "enter", "version": "2", "hash": "enter-02"}))/' \
        \(Self.models)/enter.py > other.py
      \(Self.signals) | \(Self.trading) --model 'python3 other.py' > run.jsonl &&
        \(Self.signals) | \(Self.trading) --decisions run.jsonl | cmp - run.jsonl && \
        sf-check -q run.jsonl && grep -c '"version":"2","hash":"enter-02"' run.jsonl
      """)
    #expect(result.status == 0, "\(result.error)")
    #expect(Int(result.output.dropLast()) ?? 0 > 100)
  }

  // MARK: Many runs

  @Test(.enabled(if: hasPython, "needs python3"))
  func `a sweep and a walk ask the model in each of their runs`() throws {
    let text =
      "sf-ingest --synthetic --bars 4000 --interval 1h | sf-features sma:5 sma:{slow} "
      + "| sf-detect sma_cross:5,{slow} | sf-strategy --exit tp_sl --model \"python3 "
      + "\(Self.models)/coin.py\""
    let result = try Shell.run(
      """
      sf-sweep --grid slow=12,20 --format jsonl '\(text)' > sweep.jsonl || exit 1
      for slow in 12 20; do
        sf-backtest "$(echo '\(text)' | sed "s/{slow}/$slow/g") | sf-report --format json" |
          jq -c '[.. | .round_trips? // empty][0]'
      done
      jq -c .round_trips sweep.jsonl | sort
      sf-walk --train 60d --test 30d --by profit_factor --format json -- \
        sf-sweep --grid slow=12,20 '\(text)' > walk.json || exit 1
      """)
    #expect(result.status == 0, "\(result.error)\(result.output)")
  }
}
