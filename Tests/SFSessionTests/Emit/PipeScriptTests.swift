import Foundation
import SFCore
import SFEngine
import SFServe
import SFSession
import SFTestSupport
import Testing

@Suite struct PipeScriptTests {
  static let hasShellcheck = Shell.has("shellcheck")
  static let hasDash = Shell.has("dash")

  private static let pipeline = """
    sf-ingest --synthetic --symbols A,B --bars 3000 --seed 4 | sf-features sma:5 sma:9 'ema:9(high)' |
      sf-detect sma_cross:5,9 | tee "copy of it" | sf-strategy --exit tp_sl
    """
  /// It reads the market beside the strategy, and counts what it sees of both.
  private static let counter = """
    import sys
    market = open(sys.argv[1][len('--market='):], 'rb')
    lines = sum(1 for _ in market)
    for line in sys.stdin.buffer: sys.stdout.buffer.write(line)
    print('{"type":"x_count","lines":%d}' % lines)
    """

  private func script(_ text: String, _ wiring: Wiring = Wiring()) throws -> String {
    let stages = try wiring.stages(of: try SessionText(try PipelineText(text)))
    return try PipeScript(SessionPlan(stages: stages)).text
  }

  private func run(_ script: String, _ commands: String) throws -> Shell.Result {
    try Shell.run("cat > script.sh\n\(commands)", input: script)
  }

  @Test(.enabled(if: hasDash, "needs dash"))
  func `gives the bytes of one process`() throws {
    let result = try run(
      try script(Self.pipeline),
      """
      timeout 60 dash script.sh out > said || echo "status $?"
      cat said
      cat > text <<'END'
      \(Self.pipeline) > whole
      END
      sf-backtest -f text
      cmp whole out/strategy.jsonl && cmp "copy of it" out/detect.jsonl && ls out
      """)
    #expect(result.output == "detect.jsonl\nfeatures.jsonl\ningest.jsonl\nstrategy.jsonl\n")
    #expect(result.error == "")
  }

  @Test(.enabled(if: hasDash && Shell.has("python3"), "needs dash and python3"))
  func `gives a reader of several streams a pipe for each`() throws {
    var wiring = Wiring()
    wiring.sides = [try #require(Wiring.Side("counter:market=ingest"))]
    let text =
      "sf-ingest --synthetic --bars 50 | sf-features sma:5 | python3 counter.py --market='{market}'"
    let result = try run(
      try script(text, wiring),
      """
      cat > counter.py <<'END'
      \(Self.counter)
      END
      timeout 60 dash script.sh 'a place' || echo "status $?"
      tail -n 1 'a place/counter.jsonl'; wc -l < 'a place/ingest.jsonl'
      """)
    #expect(result.output == "{\"type\":\"x_count\",\"lines\":102}\n102\n", "\(result.error)")
  }

  @Test(.enabled(if: hasDash, "needs dash"))
  func `ends with the status of what failed`() throws {
    let result = try run(
      try script(
        "sf-ingest --synthetic --bars 5000 | sf-features nonsense:5 | sf-detect sma_cross:5,9"),
      "timeout 60 dash script.sh out; echo $?")
    #expect(result.output == "65\n" || result.output == "78\n", "\(result.error)")
    #expect(result.error.contains("sf-features: error:"))
  }

  @Test(.enabled(if: hasDash, "needs dash"))
  func `drains and ends when it is told to`() throws {
    let result = try run(
      try script("sf-ingest --synthetic --bars 100000000 | sf-features sma:5"),
      """
      dash script.sh out & script=$!
      until [ -s out/features.jsonl ]; do sleep 0.05; done
      kill -TERM $script; wait $script; echo $?
      tail -n 1 out/features.jsonl | cut -c 1-14
      """)
    #expect(result.output == "143\n{\"type\":\"mark\"\n", "\(result.error)")
  }

  @Test(.enabled(if: hasShellcheck, "needs shellcheck"))
  func `shellcheck finds nothing`() throws {
    let result = try run(try script(Self.pipeline), "shellcheck script.sh")
    #expect(result.status == 0, "\(result.output)")
  }

  @Test func `refuses what pipes cannot reach`() throws {
    var stages = try Wiring().stages(of: try SessionText(try PipelineText("a | b")))
    stages[1].inputs[0].from = "tcp://far:1"
    #expect(throws: ConfigurationError.self) { try PipeScript(SessionPlan(stages: stages)) }
    stages[1].inputs[0].from = "a"
    stages[1].host = "far"
    let error = try #require(throws: ConfigurationError.self) {
      try PipeScript(SessionPlan(stages: stages))
    }
    #expect(error.message.contains("'b' is served by far"))
  }
}
