import Foundation
import SFTestSupport
import Testing

/// Strategy, gate and venue as processes between named pipes, and as stages of a session: the lines of
/// each are those of one process.
@Suite struct PipeLoopTests {
  /// `SF_LOOP_ROUNDS` says how many strategies are tried.
  static let rounds: Range<UInt64> = {
    guard let text = ProcessInfo.processInfo.environment["SF_LOOP_ROUNDS"] else { return 0..<3 }
    guard let count = UInt64(text), count > 0 else {
      preconditionFailure("found SF_LOOP_ROUNDS=\(text), expected a number above 0")
    }
    return 0..<count
  }()

  /// The loop, in a shell where `pipe COMMAND` is the command, and `copy FIFO` a tee into a pipe.
  private func loop(_ pipeline: RandomPipeline, copy: String, pipe: String) -> String {
    let stages = pipeline.signals.split(separator: "|").map { "pipe \($0)" }
    let gate = pipeline.rules.map {
      "pipe sf-risk \($0) --market market2 --answers answers2 | tee asked.jsonl |"
    }
    return """
      set -o pipefail
      \(copy)
      \(pipe)
      mkfifo market answers \(gate == nil ? "" : "market2 answers2")
      export -f copy pipe
      timeout 60 bash -c 'set -o pipefail
        pipe sf-ingest bars.jsonl | copy market \(gate == nil ? "" : "| copy market2") |
          \(stages.joined(separator: " | ")) |
          pipe sf-strategy \(pipeline.strategy) --answers answers | tee run.jsonl |
          \(gate ?? "")
          pipe sf-broker virtual --market market | copy answers \
            \(gate == nil ? "" : "| copy answers2") > broker.jsonl' 2> said ||
        { echo "the loop ended with $?"; cat said; }
      """
  }

  /// The same in one process, and whether all wrote the same.
  private func compared(_ pipeline: RandomPipeline) -> String {
    """
    same() { cmp "$1" "$2"; }
    sf-backtest -q '\(pipeline.text(tees: ("one.run", "one.asked")))' > one.broker
    same one.run run.jsonl
    \(pipeline.rules == nil ? "\(pipeline.whole) 2> said | cmp - run.jsonl" : "same one.asked asked.jsonl")
    same one.broker broker.jsonl
    grep '"type":"fill"' run.jsonl > a; grep '"type":"fill"' broker.jsonl > b; cmp a b
    sf-check broker.jsonl > findings || cat findings
    """
  }

  /// Whether nothing differs, of a run in which something was ordered or refused.
  private func check(_ script: String, _ place: String) throws {
    let result = try Shell.run(
      "\(script)\ngrep -cE '\"type\":\"(order|refusal)\"' run.jsonl")
    #expect(
      Int(result.output.filter { $0 != "\n" }).map { $0 > 0 } == true,
      "\(place)\n\(result.output)\(result.error)")
  }

  private func place(_ pipeline: RandomPipeline) -> String {
    "\(pipeline.strategy), \(pipeline.rules ?? "no gate")"
  }

  @Test(arguments: rounds)
  func `a loop of processes writes the bytes of one process`(seed: UInt64) throws {
    let pipeline = RandomPipeline(seed: seed)
    let script = loop(
      pipeline, copy: "copy() { tee \"$1\"; }", pipe: "pipe() { \"$@\"; }")
    try check(
      "\(pipeline.preparation)\n\(script)\n\(compared(pipeline))", place(pipeline))
  }

  /// A session, and the script that it emits, leave nobody's end to a signal.
  @Test(arguments: rounds)
  func `a session writes the bytes of one process`(seed: UInt64) throws {
    let pipeline = RandomPipeline(seed: seed)
    let script = """
      \(pipeline.preparation)
      cat > loop.sh <<'END'
      \(pipeline.text())
      END
      timeout 60 sf-session run -q -f loop.sh --dir session --replay
      sf-session status session --json | jq -r '.stages[] | select(.last_exit != 0) | [.name, .last_exit]'
      sf-session emit sh -f loop.sh > pipes.sh
      timeout 60 sh pipes.sh pipes 2> said || { echo "the script ended with $?"; cat said; }
      for stage in strategy \(pipeline.rules == nil ? "" : "risk") broker; do
        sf-cat session/$stage | cmp - pipes/$stage.jsonl
      done
      cp pipes/strategy.jsonl run.jsonl; cp pipes/broker.jsonl broker.jsonl
      \(pipeline.rules == nil ? "" : "cp pipes/risk.jsonl asked.jsonl")
      \(compared(pipeline))
      """
    try check(script, place(pipeline))
  }

  /// Pipes of a page, and a stage that holds blocks back before it hands them on.
  @Test(.enabled(if: Shell.has("python3"), "needs python3"))
  func `pipes that hold little and a stage that holds back much block nobody`() throws {
    let pipeline = RandomPipeline(seed: 1_000)
    let narrow = "import fcntl, sys; [fcntl.fcntl(int(d), 1031, 4096) for d in sys.argv[1:]]"
    let script = loop(
      pipeline,
      copy: """
        copy() {
          exec 5> "$1"
          python3 -c "\(narrow)" 5
          tee /dev/fd/5 | python3 -c "import sys; [sys.stdout.write(line) for line in sys.stdin]"
        }
        """,
      pipe: """
        pipe() {
          if [ -p /dev/stdout ]; then python3 -c "\(narrow)" 1; fi
          "$@"
        }
        """)
    try check(
      "\(pipeline.preparation)\n\(script)\n\(compared(pipeline))", place(pipeline))
  }

  /// Fills at the best prices of a market: they are heard of with the next mark, in one process too.
  @Test func `fills at quotes are those of one process`() throws {
    let pipeline = RandomPipeline(seed: 2)
    let text =
      pipeline.text(tees: ("one.run", "one.asked"))
      .replacingOccurrences(of: "sf-ingest bars.jsonl", with: "cat market.jsonl") + " --fill quote"
    let result = try Shell.run(
      """
      \(pipeline.preparation)
      sf-ingest bars.jsonl | jq -c 'if .type == "bar" then
        ., {type: "quote", ts, symbol, bid: (.close - 0.01), bid_quantity: 1, ask: (.close + 0.01), ask_quantity: 1, at: .ts}
        else . end' | sed 's/\\([0-9]*\\.[0-9]\\{4\\}\\)[0-9]*/\\1/g' > market.jsonl
      sf-backtest -q '\(text)' > one.broker
      grep -c '"type":"fill"' one.run
      sf-broker virtual --fill quote --market market.jsonl one.asked | cmp - one.broker
      sf-risk -q \(pipeline.rules ?? "") --market market.jsonl --answers one.broker one.run | cmp - one.asked
      cat market.jsonl | \(pipeline.signals) | sf-strategy \(pipeline.strategy) --answers one.broker 2> said |
        cmp - one.run
      """)
    #expect(
      Int(result.output.dropLast()).map { $0 > 0 } == true, "\(result.output)\(result.error)")
  }
}
