import Foundation
import SFServe
import SFTestSupport
import Testing

/// What a serving process refuses, gives up, or waits out.
@Suite struct ServingFailureTests {
  /// An origin of so many bars, in a rhythm.
  private static func serve(_ bars: Int, _ speed: String = "max", _ more: String = "") -> String {
    "sf-serve \(more) --dir run/a -- \(ServedPlace.market) --bars \(bars) --replay \(speed)"
  }

  @Test func `a second holder is told who the first one is`() throws {
    try ServedPlace.with { place in
      let result = try place.run(
        """
        \(Self.serve(10, "max", "-q")) & first=$!
        until_ test -S run/a/socket
        \(Self.serve(10)) 2> err; echo $?; grep -c "in use by process $first" err
        kill -KILL $first; wait $first 2> /dev/null
        \(Self.serve(10, "max", "-q --until-end")); echo $?
        """)
      #expect(result.output == "75\n1\n0\n", "\(result.error)")
    }
  }

  @Test func `a lock is not taken through a link`() throws {
    try ServedPlace.with { place in
      let result = try place.run(
        "mkdir -p run/a && ln -s ../../elsewhere run/a/lock && \(Self.serve(10))")
      #expect(result.status == 73 && result.error.contains("run/a/lock"), "\(result.error)")
      #expect(!FileManager.default.fileExists(atPath: place.url.path + "/elsewhere"))
    }
  }

  @Test func `another configuration says which stage and which option differ`() throws {
    try ServedPlace.with { place in
      let result = try place.run(
        """
        \(ServedPlace.market) --bars 10 > a.jsonl
        (timeout 2 sf-serve --dir run/a -- sh -c 'head -20 a.jsonl; exec sleep 9' || true) 2> /dev/null
        sed 's/"seed":1/"seed":2/' a.jsonl > b.jsonl
        sf-serve --until-end --dir run/a -- cat b.jsonl
        """)
      #expect(result.status == 78, "\(result.error)")
      #expect(
        result.error.contains(
          "it is set up otherwise than its journal: sf-ingest: --seed is 2, and was 1"),
        "\(result.error)")
    }
  }

  /// Whether it is on the disk or not: who reads it has been shown it.
  @Test(arguments: [SessionPlan.Sync.step, .never])
  func `a stage that does not write the same is given up with the line`(
    sync: SessionPlan.Sync
  ) throws {
    try ServedPlace.with { place in
      try place.write(
        """
        import os, sys
        for line in sys.stdin:
            if line.startswith('{"type":"mark"'):
                sys.stdout.write('{"type":"x_mine","pid":%d}\\n' % os.getpid())
            sys.stdout.write(line)
        """, to: "mine.py")
      try place.plan(
        SessionPlan(
          stages: ServedPlace.line([
            (
              "ingest",
              (ServedPlace.market + " --bars 4000 --replay 30000x").split(separator: " ")
                .map(String.init)
            ), ("mine", ["python3", "-u", "mine.py"]),
          ]), sync: sync))
      let written =
        sync == .step ? "test -s s/mine/journal/synced" : "grep -qs mark -r s/mine/journal"
      let result = try place.run(
        """
        sf-serve --session s & serving=$!
        until_ \(written); sleep 1.2
        kill -KILL "$(pid_of s mine)"; wait $serving
        """)
      #expect(result.status == 70, "\(result.error)")
      #expect(
        result.error.contains("it does not write what it wrote")
          && result.error.contains(#"found '{"type":"x_mine","pid":"#)
          && result.error.contains(#"expected '{"type":"x_mine","pid":"#), "\(result.error)")
    }
  }

  @Test(arguments: [64, 70, 78])
  func `a code that says so is final`(code: Int32) throws {
    try ServedPlace.with { place in
      let result = try place.run("sf-serve --dir run/a -- sh -c 'echo why >&2; exit \(code)'")
      #expect(result.status == code, "\(result.error)")
      #expect(try place.text(of: "run/a/log").contains(" why\n"))
    }
  }

  @Test func `a program that is not there is no reason to go on`() throws {
    try ServedPlace.with { place in
      let result = try place.run("sf-serve --dir run/a -- no-such-program")
      #expect(result.status == 66, "\(result.error)")
      #expect(result.error.contains("cannot start 'no-such-program'"))
    }
  }

  @Test func `what is no stream is bad data, with its place`() throws {
    try ServedPlace.with { place in
      let result = try place.run("sf-serve --dir run/a -- echo '{\"type\":'")
      #expect(result.status == 65 && result.error.contains("a:1:"), "\(result.error)")
    }
  }

  @Test func `another journal in the place of the one that was read is refused`() throws {
    try ServedPlace.with { place in
      let result = try place.run(
        """
        \(Self.serve(2000, "30000x", "-q")) & first=$!
        sf-serve -q --dir run/b --from run/a -- sf-features sma:20 & second=$!
        until_ begun run/b; kill $second; wait $second
        kill $first; wait $first; rm -r run/a
        \(Self.serve(2000, "max", "-q")) & first=$!
        sf-serve --dir run/b --from run/a -- sf-features sma:20; echo $?
        kill $first; wait $first
        """)
      #expect(result.output == "76\n", "\(result.error)")
      #expect(result.error.contains("cannot go on with the producer's journal: it is journal"))
    }
  }

  @Test func `who needs what was dropped is refused`() throws {
    try ServedPlace.with { place in
      let result = try place.run(
        """
        \(Self.serve(6000, "max", "-q --keep 1d")) & first=$!
        until_ grep -q ended run/a/status.json; until_ grep -q dropped run/a/journal/about
        sf-serve --dir run/b --from run/a -- sf-features sma:20; echo $?
        kill $first; wait $first; ls run/a/journal/*.jsonl | wc -l
        """)
      #expect(result.output == "76\n2\n", "\(result.error)")
      #expect(result.error.contains("it has dropped what stood behind the start"))
    }
  }

  @Test func `a slow consumer costs its producer no memory`() throws {
    try ServedPlace.with { place in
      try place.plan(
        SessionPlan(
          stages: ServedPlace.line([
            (
              "ingest",
              (ServedPlace.market + " --bars 100000").split(separator: " ").map(String.init)
            ), ("slow", ["sleep", "60"]),
          ])))
      let result = try place.run(
        """
        sf-serve -q --session s & serving=$!
        until_ grep -q '"ended"' s/status.json
        awk '/VmHWM/ { print ($2 < 40000) }' /proc/$serving/status
        du -m s/ingest/journal | awk '{ print ($1 > 30) }'
        kill $serving; wait $serving; echo $?
        """)
      #expect(result.output == "1\n1\n143\n", "\(result.error)")
    }
  }

  static let canMount = (try? Shell.run("unshare -m true").status) == 0

  @Test(.enabled(if: canMount, "needs the right to mount"))
  func `a full disk is waited out`() throws {
    try ServedPlace.with { place in
      try place.write(
        """
        set -eu
        \(ServedPlace.market) --bars 2000 > a.jsonl
        mkdir -p run/a && mount -t tmpfs -o size=400k none run/a
        sf-serve --until-end --dir run/a -- cat a.jsonl & serving=$!
        for round in $(seq 200); do grep -q 'waits: cannot write' run/a/log && break; sleep 0.05; done
        mount -o remount,size=40m run/a
        wait $serving; echo $?
        cat run/a/journal/*1T*.jsonl > out; tail -q -n +2 run/a/journal/*2T*.jsonl >> out
        cmp a.jsonl out && echo equal
        """, to: "full.sh")
      let result = try place.run("unshare -m bash full.sh")
      #expect(result.output == "0\nequal\n", "\(result.error)")
      #expect(result.error.contains("waits: cannot write"), "\(result.error)")
    }
  }

  @Test(.enabled(if: canMount, "needs the right to mount"))
  func `a directory that cannot be written is said`() throws {
    try ServedPlace.with { place in
      let result = try place.run(
        "mkdir run && unshare -m sh -c 'mount -t tmpfs -o ro none run && \(Self.serve(10))'")
      #expect(result.status == 73 && result.error.contains("run/a"), "\(result.error)")
    }
  }

  @Test(arguments: [
    ("sf-serve -- cat", 64, "--dir"), ("sf-serve --dir run/a", 64, "behind --"),
    ("sf-serve --session s -- cat", 64, "--session says all"),
    ("sf-serve --dir run/a --also x=y -- cat", 64, "--from"),
    ("sf-serve --dir run/a --from b --also x=y -- cat", 78, "has no place in its command"),
    ("sf-serve --session nowhere", 66, "nowhere/config"),
    ("sf-serve --dir run/a --listen tcp://0.0.0.0:7001 -- cat", 77, "in the clear"),
    ("sf-serve --dir run/a --from tcp://10.0.0.5:7001 -- cat", 77, "in the clear"),
    ("sf-serve --dir run/a --from tcp://nowhere -- cat", 78, "tcp://HOST:PORT"),
    (
      "sf-serve --dir \(String(repeating: "d", count: 60))/\(String(repeating: "e", count: 60)) -- cat",
      78, "107 at most"
    ),
  ])
  func `refuses what cannot be served`(command: String, code: Int32, reason: String) throws {
    try ServedPlace.with { place in
      let result = try place.run(command)
      #expect(result.status == code, "\(result.error)")
      #expect(result.error.contains(reason), "\(result.error)")
    }
  }
}
