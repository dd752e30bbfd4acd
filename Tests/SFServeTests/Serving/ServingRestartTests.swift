import Foundation
import SFServe
import SFTestSupport
import Testing

/// Stages, and those that serve them, are stopped and killed.
@Suite struct ServingRestartTests {
  /// So many bars of two symbols, in the rhythm of their times but faster.
  private static func market(_ bars: Int, _ speed: String) -> [String] {
    (ServedPlace.market + " --bars \(bars) --replay \(speed)").split(separator: " ")
      .map(String.init)
  }

  private static func stages(_ bars: Int, _ speed: String) -> [StagePlan] {
    ServedPlace.line([
      ("ingest", market(bars, speed)), ("features", ["sf-features", "sma:20", "sma:50"]),
      ("mine", ["python3", "-u", "mine.py"]), ("detect", ["sf-detect", "sma_cross:20,50"]),
      ("strategy", ["sf-strategy", "--exit", "tp_sl"]),
    ])
  }

  /// A stage that saves nothing: it gets its whole input each time.
  private static let mine = """
    import sys
    for line in sys.stdin:
        if line.startswith('{"type":"mark"'):
            sys.stdout.write(line.replace('"mark"', '"x_seen"'))
        sys.stdout.write(line)
    """

  private static func pipe(_ bars: Int, _ speed: String) -> String {
    market(bars, speed).joined(separator: " ").replacing(speed, with: "max")
      + " | sf-features sma:20 sma:50 | python3 mine.py | sf-detect sma_cross:20,50 > d; "
      + "sf-strategy --exit tp_sl < d > t"
  }

  /// Without what the settings of the market say, which has another rhythm.
  private static let compare =
    "cmp <(tail -n +2 d) <(journal s/detect | tail -n +2) && "
    + "cmp <(tail -n +2 t) <(journal s/strategy | tail -n +2) && echo equal"

  @Test func `a session that is killed again and again writes the same`() throws {
    try ServedPlace.with { place in
      try place.plan(SessionPlan(stages: Self.stages(3_000, "60000x"), segmentBytes: 100_000))
      try place.write(Self.mine, to: "mine.py")
      let result = try place.run(
        KillRounds.script + """
          serve() { sf-serve --session s -q 2>> err; }
          \(Self.pipe(3_000, "60000x"))
          duration=1000000
          while more && [ "$(jq -r .state s/status.json 2> /dev/null)" != ended ]; do
            kill_within sf-serve --session s -q 2>> err
          done
          serve; echo $?
          \(Self.compare)
          """)
      #expect(result.output.hasSuffix("0\nequal\n"), "\(result.output) \(result.error)")
    }
  }

  @Test func `stages that are killed are started again, and write the same`() throws {
    try ServedPlace.with { place in
      try place.plan(SessionPlan(stages: Self.stages(3_000, "30000x")))
      try place.write(Self.mine, to: "mine.py")
      let result = try place.run(
        """
        \(Self.pipe(3_000, "30000x"))
        sf-serve --session s -q 2>> err & serving=$!
        until_ grep -q '"mark":"2024' s/status.json
        for stage in features mine detect strategy ingest features detect; do
          sleep 0.3; pkill -KILL -P $serving -f "$(jq -r "select(.name == \\"$stage\\") | .words[0]" s/config)"
        done
        wait $serving; echo $?
        jq '[.stages[].restarts] | add > 4' s/status.json
        \(Self.compare)
        """)
      #expect(result.output == "0\ntrue\nequal\n", "\(result.error)")
    }
  }

  @Test func `TERM drains and writes no end, and the next start goes on`() throws {
    try ServedPlace.with { place in
      try place.plan(SessionPlan(stages: Self.stages(3_000, "30000x")))
      try place.write(Self.mine, to: "mine.py")
      let result = try place.run(
        """
        \(Self.pipe(3_000, "30000x"))
        for round in 1 2; do
          sf-serve --session s -q & serving=$!
          until_ begun s/strategy; sleep 0.7
          kill -TERM $serving; wait $serving; echo $?
        done
        jq -r .state s/status.json; grep -c '"type":"end"' <(journal s/detect)
        sf-serve --session s -q; echo $?
        \(Self.compare)
        """)
      #expect(result.output == "143\n143\nstopped\n0\n0\nequal\n", "\(result.error)")
    }
  }

  @Test func `children die with the process that serves them`() throws {
    try ServedPlace.with { place in
      let result = try place.run(
        """
        sf-serve -q --dir run/a -- sh -c 'echo $$ > pid; exec sleep 60' & serving=$!
        until_ test -s pid; kill -KILL $serving; wait $serving
        gone() { ! kill -0 "$(cat pid)"; }
        until_ gone && echo gone
        """)
      #expect(result.output == "gone\n", "\(result.error)")
    }
  }

  /// Says on its error output what it was told; an origin that has inputs.
  private static let venue = """
    import os, sys
    # In one write: what the serving process says does not come between.
    sys.stderr.write('after %s recorded %s resume %s\\n' % tuple(
        os.environ.get('SF_' + name) for name in ('AFTER', 'RECORDED', 'RESUME')))
    sys.stderr.flush()
    after, first = os.environ.get('SF_AFTER') or '', True
    for line in sys.stdin:
        if line.startswith('{"type":"mark"'):
            ts = line[21:45]
            if first: print('first', ts, file=sys.stderr, flush=True)
            first = False
            if ts <= after: continue
            sys.stdout.write('{"type":"x_answer","ts":"%s"}\\n' % ts + line)
            if ts == os.environ['DIES_AT'] and not after:
                sys.stdout.flush()
                os.kill(os.getpid(), 9)
        elif line.startswith('{"type":"header"') or line.startswith('{"type":"end"'):
            if line.startswith('{"type":"end"') or not after: sys.stdout.write(line)
    """

  @Test func `an origin with inputs goes on behind its journal, its inputs at the mark before`()
    throws
  {
    try ServedPlace.with { place in
      try place.write(Self.venue, to: "venue.py")
      var stages = ServedPlace.line([
        ("ingest", Self.market(200, "max")), ("venue", ["python3", "venue.py"]),
      ])
      stages[1].speaksForOutside = true
      try place.plan(SessionPlan(stages: stages))
      let result = try place.run(
        """
        export DIES_AT=2024-01-01T01:00:00.000Z SF_RESUME=20230101T000000000
        sf-serve --session s -q; echo $?
        cut -d' ' -f 2- s/venue/log | grep -v sf-serve
        grep -c x_answer <(journal s/venue); grep x_answer <(journal s/venue) | sort -u | wc -l
        wc -l < s/venue/times
        """)
      #expect(
        result.output == """
          0
          after None recorded None resume None
          first 2024-01-01T00:01:00.000Z
          after 2024-01-01T01:00:00.000Z recorded s/venue/journal resume None
          first 2024-01-01T01:00:00.000Z
          200
          200
          201

          """, "\(result.error)")
    }
  }

  /// Writes something else each time that it is started, and counts what it gets.
  private static let changing = """
    import os, sys
    marks = 0
    for line in sys.stdin:
        if line.startswith('{"type":"mark"'):
            marks += 1
            sys.stdout.write('{"type":"x_mine","pid":%d,"marks":%d}\\n' % (os.getpid(), marks))
        sys.stdout.write(line)
    """

  @Test func `a stage that is warmed up is not compared, and said to be inexact`() throws {
    try ServedPlace.with { place in
      try place.write(Self.changing, to: "mine.py")
      var stages = ServedPlace.line([
        ("ingest", Self.market(3_000, "30000x")), ("mine", ["python3", "-u", "mine.py"]),
      ])
      stages[1].warmUp = 5
      try place.plan(SessionPlan(stages: stages))
      let result = try place.run(
        """
        sf-serve --session s -q & serving=$!
        until_ test -s s/mine/journal/synced; sleep 1.2
        kill -KILL "$(pid_of s mine)"; wait $serving; echo $?
        jq -r '.stages[1].inexact' s/status.json
        journal s/mine > out; grep -c '"type":"mark"' out; grep x_mine out | cut -d, -f 2 | uniq | wc -l
        # The mark behind the head of then is the sixth that it got.
        pid=$(grep x_mine out | tail -n 1 | cut -d, -f 2)
        grep "$pid" out | head -n 1 | cut -d, -f 3
        """)
      #expect(
        result.output == "0\ntrue\n3000\n2\n\"marks\":6}\n", "\(result.output) \(result.error)")
    }
  }
}
