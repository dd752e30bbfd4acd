import Foundation
import SFTestSupport
import Testing

/// Strategy and venue as processes between named pipes.
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
    return """
      set -o pipefail
      \(pipeline.preparation)
      \(copy)
      \(pipe)
      mkfifo market answers
      export -f copy pipe
      timeout 60 bash -c 'set -o pipefail
        pipe sf-ingest bars.jsonl | copy market | \(stages.joined(separator: " | ")) |
          pipe sf-strategy \(pipeline.strategy) --answers answers | tee run.jsonl |
          pipe sf-broker virtual --market market | copy answers > broker.jsonl' ||
        echo "the loop ended with $?"
      \(pipeline.whole) > whole.jsonl
      cmp whole.jsonl run.jsonl && grep -c '"type":"fill"' run.jsonl
      grep '"type":"fill"' run.jsonl > a; grep '"type":"fill"' broker.jsonl > b; cmp a b
      sf-check broker.jsonl > findings || cat findings
      """
  }

  private func check(_ script: String, _ place: String) throws {
    let result = try Shell.run(script)
    #expect(
      Int(result.output.filter { $0 != "\n" }).map { $0 > 0 } == true,
      "\(place)\n\(result.output)\(result.error)")
  }

  @Test(arguments: rounds)
  func `a loop of processes writes the bytes of one process`(seed: UInt64) throws {
    let pipeline = RandomPipeline(seed: seed)
    let script = loop(
      pipeline, copy: "copy() { tee \"$1\"; }", pipe: "pipe() { \"$@\"; }")
    try check(script, pipeline.strategy)
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
    try check(script, pipeline.strategy)
  }
}
