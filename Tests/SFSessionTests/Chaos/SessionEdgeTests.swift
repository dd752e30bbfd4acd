import SFTestSupport
import Testing

/// The edges of a whole session: each as a user meets it.
@Suite(.serialized) struct SessionEdgeTests {
  static let hasPython = Shell.has("python3")
  static let mounts =
    (try? Shell.run("mkdir m && unshare -m sh -c 'mount -t tmpfs none m'"))?.status == 0

  /// `begin WORDS…` runs a session in the background until `holds N`: its slowest stage has N marks.
  private static let functions = """
    begin() { sf-session run "$@" 2> said & session=$!; }
    marks() { sf-session status run --json | jq -r '[.stages[].mark // ""] | min'; }
    reaches() { until [ "$(marks)" \\> "$1" ]; do sleep 0.05; kill -0 $session || return; done; }
    field() { sf-session status run --json | jq -r ".stages[] | select(.name == \\"$1\\") | .$2"; }
    gone() { while kill -0 "$1" 2> /dev/null; do sleep 0.05; done; }
    finish() { sf-session stop -q run; wait $session; }

    """

  private static let text = """
    cat > text.sh <<'END'
    sf-ingest --synthetic --symbols A,B --bars 3000 --seed 3 --replay 30000x |
      sf-features sma:5 sma:9 | sf-detect sma_cross:5,9 | sf-strategy --exit tp_sl:0.01,0.01
    END
    sf-backtest -f text.sh > whole & whole=$!

    """

  private func run(_ script: String) throws -> Shell.Result {
    try Shell.run("set -m\n\(Self.functions)\(Self.text)\(script)")
  }

  @Test func `a second one is told who is first`() throws {
    let result = try run(
      """
      begin -f text.sh --dir run --replay
      reaches 2024-01-01T00:10
      sf-session run -f text.sh --dir run --replay 2> second; echo $?
      grep -c "'run' is in use by process $session," second
      sf-serve --session run 2> second; echo $?
      finish
      """)
    #expect(result.output == "75\n1\n75\n", "\(result.error)")
  }

  @Test func `told to stop it drains, and goes on from there`() throws {
    let result = try run(
      """
      begin -f text.sh --dir run --replay
      reaches 2024-01-01T03:00
      finish; echo $?
      for stage in ingest features detect strategy; do tail -qn 1 run/$stage/journal/*.jsonl; done |
        grep -vc '^{"type":"mark"'
      sf-session status run --json | jq -r .state
      sf-session run -q -f text.sh --dir run --replay; echo $?
      wait $whole; sf-cat run/strategy | cmp - whole
      """)
    #expect(result.output == "143\n0\nstopped\n0\n", "\(result.error)")
  }

  @Test func `a stage may be started again, and INT stops it all`() throws {
    let result = try run(
      """
      begin -f text.sh --dir run --replay
      reaches 2024-01-01T01:00
      before=$(field detect pid)
      sf-session restart -q run detect; echo $?
      [ "$before" != "$(field detect pid)" ] && field detect restarts
      stages=$(sf-session status run --json | jq -r '.stages[].pid')
      kill -INT $session; wait $session; echo $?
      for id in $stages; do kill -0 $id 2> /dev/null && echo "$id lives"; done
      sf-session run -q -f text.sh --dir run --replay
      wait $whole; sf-cat run/strategy | cmp - whole
      """)
    #expect(result.output == "0\n1\n130\n", "\(result.error)")
  }

  @Test func `nothing outlives a session that is killed`() throws {
    let result = try run(
      """
      begin -f text.sh --dir run --replay
      reaches 2024-01-01T01:00
      stages=$(sf-session status run --json | jq -r '.stages[].pid')
      kill -KILL $session; wait $session 2> /dev/null
      for id in $stages; do gone $id; done
      sf-session status run --json | jq -r .state
      """)
    #expect(result.output == "stopped\n", "\(result.error)")
  }

  @Test func `a drill kills each stage, and says that all is the same`() throws {
    let result = try run(
      """
      begin -f text.sh --dir run --replay
      reaches 2024-01-01T01:00
      sf-session drill run 2> drilled; echo $?
      jq -r '"\\(.version) \\(.stage) \\(.equal) \\(.caught_up_ms > 0)"' run/drills
      finish
      sf-session run -q -f text.sh --dir run --replay
      wait $whole; sf-cat run/strategy | cmp - whole
      """)
    #expect(
      result.output == """
        0
        1 ingest true true
        1 features true true
        1 detect true true
        1 strategy true true

        """, "\(result.error)")
  }

  @Test func `a drill goes on behind one that was interrupted`() throws {
    let result = try run(
      """
      begin -f text.sh --dir run --replay
      reaches 2024-01-01T01:00
      sf-session drill -q run & first=$!
      until [ "$(field ingest restarts)" -gt 0 ]; do sleep 0.02; done
      kill -INT $first; wait $first; echo $?
      sf-session drill -q run; echo $?
      finish; wait $whole
      """)
    #expect(result.output == "130\n0\n", "\(result.error)")
  }

  @Test(.enabled(if: hasPython, "needs python3"))
  func `a stage that is not deterministic ends it, with the line`() throws {
    let result = try run(
      """
      cat > dice.py <<'END'
      import os, sys
      for line in sys.stdin:
          if line.startswith('{"type":"mark"'):
              print('{"type":"x_dice","ts":"%s","n":%d}' % (line[21:45], int.from_bytes(os.urandom(4), "big")))
          sys.stdout.write(line)
          sys.stdout.flush()
      END
      echo "sf-ingest --synthetic --bars 600 --replay 6000x | python3 dice.py" > text.sh
      begin -f text.sh --dir run
      reaches 2024-01-01T03:00
      sf-session restart -q run dice
      wait $session; echo $?
      grep -c "the stage 'dice' has failed" said
      grep -o '"type":"x_dice"' said | head -n 1
      sf-session status run --json | jq -r '.state, .stages[1].state'
      """)
    #expect(result.output == "70\n1\n\"type\":\"x_dice\"\nfailed\nfailed\n", "\(result.error)")
  }

  /// A day before and behind the 29th of February, killed on the way.
  @Test func `midnight and a leap day begin new segments`() throws {
    let result = try Shell.run(
      """
      set -m
      \(Self.functions)
      echo "sf-ingest --synthetic --start 2024-02-28T12:00:00Z --bars 3000 --replay 30000x |
        sf-features sma:5" > text.sh
      sf-backtest -f text.sh > whole & whole=$!
      begin -f text.sh --dir run --replay
      reaches 2024-02-28T23:00
      kill -KILL $(field features pid)
      reaches 2024-02-29T23:30
      kill -KILL $(field ingest pid)
      wait $session; echo $?
      (cd run/features/journal && ls *.jsonl)
      wait $whole; sf-cat run/features | cmp - whole
      """)
    #expect(
      result.output == """
        0
        20240228T120100000.jsonl
        20240229T000000000.jsonl
        20240301T000000000.jsonl

        """, "\(result.error)")
  }

  @Test(.enabled(if: hasPython, "needs python3"))
  func `a slow stage costs its producer nothing, and memory stays flat`() throws {
    let result = try Shell.run(
      """
      set -m
      \(Self.functions)
      cat > slow.py <<'END'
      import sys, time
      for line in sys.stdin:
          sys.stdout.write(line)
          if line.startswith('{"type":"mark"'):
              sys.stdout.flush()
              time.sleep(0.01)
      END
      echo "sf-ingest --synthetic --bars 100000 | python3 slow.py" > text.sh
      begin -f text.sh --dir run --replay
      until [ "$(field ingest state)" = ended ]; do sleep 0.1; done
      serving=$(ps -o pid= --ppid $session)
      awk '/VmHWM/ { print ($2 < 60000 ? "flat" : $2) }' /proc/$((serving))/status
      [ "$(field slow lag_s)" != 0.0 ] && echo behind
      finish; echo $?
      """)
    #expect(result.output == "flat\nbehind\n143\n", "\(result.error)")
  }

  @Test(.enabled(if: mounts, "needs the right to mount"))
  func `a disk that is full stops it, and room lets it go on`() throws {
    let result = try Shell.run(
      """
      mkdir disk
      cat > inner.sh <<'INNER'
      mount -t tmpfs -o size=1500k none disk
      \(Self.text)
      wait $whole
      sf-session run -f text.sh --dir disk/run --replay 2> said & session=$!
      until [ "$(df --output=avail disk | tail -n 1)" -lt 16 ]; do sleep 0.1; kill -0 $session || break; done
      sleep 2.5
      sf-session status disk/run --json | jq -r '[.stages[] | .disk_full] | any'
      sf-session status disk/run | grep -c -m 1 'the disk is full'
      mount -o remount,size=100m disk
      wait $session; status=$?
      [ $status = 0 ] || { sf-session run -q -f text.sh --dir disk/run --replay; echo "again $?"; }
      sf-cat disk/run/strategy | cmp - whole && echo same
      INNER
      unshare -m bash inner.sh
      """)
    #expect(
      result.output.hasPrefix("true\n1\n") && result.output.hasSuffix("same\n"),
      "\(result.output)\(result.error)")
  }
}
