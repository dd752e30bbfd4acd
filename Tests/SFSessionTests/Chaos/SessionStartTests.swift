import SFTestSupport
import Testing

/// What is decided at the first start of a session, and stays so.
@Suite(.serialized) struct SessionStartTests {
  private static let text = """
    cat > text.sh <<'END'
    sf-ingest --synthetic --symbols A --bars 400 --seed 3 | sf-features sma:5 sma:9 |
      sf-detect sma_cross:5,9 | sf-strategy --exit tp_sl:0.01,0.01
    END
    sed 's/0.01,0.01/0.02,0.02/; s/400/600/' text.sh > next.sh

    """

  private func run(_ script: String) throws -> Shell.Result {
    try Shell.run(Self.text + script)
  }

  @Test func `the book that is carried is copied, and what it came from may go`() throws {
    let result = try run(
      """
      sf-session run -q -f text.sh --dir old --replay
      sf-session run -q -f next.sh --dir kept --replay --carry old; echo $?
      sf-backtest -f <(sed 's/0.02$/0.02 --carry old\\/strategy/' next.sh) | grep -v '^{"type":"header"' > whole
      rm -r old
      sf-session run -q -f next.sh --dir kept --replay --carry old; echo $?
      sf-session run -q -f next.sh --dir kept --replay; echo $?
      sf-session run -f next.sh --dir kept --replay --carry else 2> said; echo $?
      grep -c "is 'else', and the session was begun with 'old'" said
      sf-cat kept/strategy | grep -v '^{"type":"header"' | cmp - whole
      grep -o -e '--carry .*' kept/text
      sed 's/600/700/' next.sh > last.sh
      sf-session run -q -f last.sh --dir last --replay --carry kept; rm -r kept
      sf-cat last/detect | sf-strategy --exit tp_sl:0.02,0.02 --carry last/carried/1.jsonl | grep -v '^{"type":"header"' > again
      sf-cat last/strategy | grep -v '^{"type":"header"' | cmp - again && ls last/carried
      """)
    #expect(
      result.output == """
        0
        0
        0
        78
        1
        --carry kept/carried/1.jsonl
        1.jsonl
        2.jsonl

        """, "\(result.error)")
  }

  @Test func `a script of pipes carries a book, too`() throws {
    let result = try run(
      """
      sf-session run -q -f text.sh --dir old --replay
      sf-session run -q -f next.sh --dir kept --replay --carry old
      sf-session emit sh -f next.sh --carry old > pipes.sh && sh pipes.sh streams; echo $?
      sf-cat kept/strategy | grep -v '^{"type":"header"' > of_session
      grep -v '^{"type":"header"' streams/strategy.jsonl | cmp - of_session && echo same
      sf-session emit systemd -f next.sh --dir x --carry old | grep -c -e '--carry /.*/old'
      """)
    #expect(result.output == "0\nsame\n1\n", "\(result.error)")
  }

  /// A later start from another shell, with other variables and another file.
  @Test func `variables and files speak as they did at the first start`() throws {
    let result = try run(
      """
      printf 'strategy:\\n  capital: 5000\\n' > sf.yaml
      SF_STRATEGY_FEE=0.002 sf-session run -q -f text.sh --dir run --replay; echo $?
      config() { sf-cat run/strategy --type header | jq -c '.stages[3].config | [.capital, .fee]'; }
      config
      rm -r run/*/journal run/*/checkpoint
      printf 'strategy:\\n  capital: 7000\\n' > sf.yaml
      SF_STRATEGY_FEE=0.003 SF_FEATURES_WIDE=true sf-session run -f text.sh --dir run --replay 2> said; echo $?
      config
      grep -o 'warning: .* has changed' said
      """)
    #expect(
      result.output == """
        0
        [5000,0.002]
        0
        [5000,0.002]
        warning: SF_FEATURES_WIDE has changed
        warning: SF_STRATEGY_FEE has changed
        warning: what 'run/settings/sf.yaml' was copied from has changed

        """, "\(result.error)")
  }

  @Test func `a file that nobody has asked for names no place of writing`() throws {
    let result = try run(
      """
      printf 'strategy:\\n  output: elsewhere\\n' > sf.yaml
      sf-session run -f text.sh --dir run --replay
      """)
    #expect(result.status == 77 && result.error.contains("'output'"), "\(result.error)")
  }

  @Test func `options in another order are the same text`() throws {
    let result = try run(
      """
      sf-session run -q -f text.sh --dir run --replay; echo $?
      sed 's/--symbols A --bars 400/--bars 400 --symbols=A/' text.sh > other.sh
      sf-session run -q -f other.sh --dir run --replay; echo $?
      sed 's/--bars 400/--bars 500/' other.sh > third.sh
      sf-session run -f third.sh --dir run --replay 2> said; echo $?
      grep -o "the stage 'ingest': .*" said
      """)
    #expect(
      result.output == "0\n0\n78\nthe stage 'ingest': --bars is 500, and was 400\n",
      "\(result.error)")
  }

  @Test func `a stage that finds no input ends it at once, with its sentence`() throws {
    let result = try run(
      """
      echo 'sf-ingest nowhere.csv --interval 1m | sf-features sma:5' > text.sh
      sf-session run -f text.sh --dir run 2> said; echo $?
      grep -c "the stage 'ingest' has failed: it ended with exit code 66.*nowhere.csv" said
      sf-session status run --json | jq -r '.stages[0] | .restarts, .last_exit, .state'
      sf-session status run | grep -c 'nowhere.csv'
      """)
    #expect(result.output == "66\n1\n0\n66\nfailed\n1\n", "\(result.error)")
  }

  @Test func `a script that ends before its input says so`() throws {
    let result = try run(
      """
      printf '#!/bin/sh\\nsed -n "/:.bar.,/{p;q}"\\n' > first.sh; chmod +x first.sh
      echo 'sf-ingest --synthetic --bars 50000 | ./first.sh' > text.sh
      sf-session run -q -f text.sh --dir run --replay; echo $?
      sf-session status run --json | jq -r '.stages[1] | .state, .reason'
      grep -c 'before its input did' run/first/log
      """)
    #expect(
      result.output == """
        0
        ended
        it ended with exit code 0 before its input did, the rest of which it has not read
        1

        """, "\(result.error)")
  }
}
