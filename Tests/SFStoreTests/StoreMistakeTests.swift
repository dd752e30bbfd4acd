import Foundation
import SFTestSupport
import Testing

/// What a first day with stores meets: each is said in a sentence, and leaves nothing behind.
@Suite struct StoreMistakeTests {
  private static let market = "sf-ingest -q --synthetic --symbols A,B --store market.db --bars"

  @Test func `an address of another kind is no file`() throws {
    let result = try Shell.run("sf-ingest --synthetic --store mysql://host/x; echo $?; ls -A")
    #expect(result.output == "64\n")
    #expect(
      result.error.contains(
        "'mysql://host/x' is no store: expected a file, for example market.db, or postgres://"),
      "\(result.error)")
  }

  @Test func `what is not there is not made by looking at it`() throws {
    let result = try Shell.run(
      """
      for action in info check vacuum export; do sf-store $action none.db; echo $?; done
      sf-store import none.db missing; echo $?
      echo '{"type":"bar"}' | sf-store import none.db; echo $?
      echo time,open | sf-store import none.db --symbol A; echo $?
      sf-store import none.db < /dev/null; echo $?
      ls -A
      """)
    #expect(result.output == "66\n66\n66\n66\n66\n65\n65\n65\n", "\(result.error)")
  }

  @Test func `a wrong symbol or interval names what is there`() throws {
    let result = try Shell.run(
      """
      \(Self.market) 300 > lines
      sf-ingest --store market.db --symbols C; echo $?
      sf-ingest --store market.db --symbols A,C | grep -c '"type":"bar"'
      sf-ingest --store market.db --interval 5x; echo $?
      sf-ingest --store market.db --symbols B --from 2030-01-01 > none; echo $?
      """)
    #expect(result.output == "66\n300\n66\n0\n")
    #expect(
      result.error == """
        sf-ingest: error: found no bars of C in 'market.db', expected A 1m, B 1m
        sf-ingest: warning: no bar of C was found
        sf-ingest: error: found no bars of 5x in 'market.db', expected A 1m, B 1m
        sf-ingest: warning: market.db B 1m has no bar that is asked for

        """, "\(result.error)")
  }

  private static let hasOtherUser =
    (try? Shell.run("runuser -u nobody -- env PATH=\"$PATH\" sf-ingest --version").status) == 0

  /// Others may read where only the owner may write, or nobody, as on a disk that is read-only.
  @Test(.enabled(if: hasOtherUser, "needs root, to become another user who may run the tools"))
  func `a directory without the right to write is enough to read`() throws {
    let result = try Shell.run(
      """
      exec 2>&1
      top=$PWD; chmod 755 . ..; mkdir 'a %?#b'; cd 'a %?#b'
      \(Self.market) 300 > $top/lines
      nobody() { runuser -u nobody -- env PATH="$PATH" "$@"; }
      nobody sf-ingest -q --store market.db | tail -n +2 > $top/read
      tail -n +2 $top/lines | cmp - $top/read && echo same
      nobody sf-store check market.db && echo sound
      nobody sf-ingest -q --synthetic --store market.db > $top/none; echo $?
      # While somebody writes, others see what is committed.
      mkfifo $top/rows
      sf-ingest -q $top/rows --symbol C --interval 1m --store market.db > $top/c &
      exec 3> $top/rows; printf 'time,open,high,low,close\\n60,1,1,1,1\\n' >&3
      for _ in {1..500}; do grep -q bar $top/c && break; sleep 0.02; done
      nobody sf-ingest -q --store market.db --symbols C | grep -c '"type":"bar"'
      exec 3>&-; wait
      rm market.db-lock; nobody sf-store info market.db | grep -c 1m
      ls -A
      """)
    #expect(
      result.output == """
        same
        sound
        sf-ingest: error: cannot create 'market.db-lock': Permission denied
        73
        1
        3
        market.db

        """, "\(result.output)")
  }

  @Test func `a limit to the size of files is said by every tool`() throws {
    let result = try Shell.run(
      """
      \(Self.market) 20000 > lines
      (ulimit -f 100; sf-ingest -q --synthetic --bars 20000 -o out; echo $?)
      (ulimit -f 100; sf-cat lines > out; echo $?)
      (ulimit -f 100; sf-store export market.db > out; echo $?)
      (ulimit -f 100; sf-ingest -q --synthetic --bars 20000 --store other.db > none; echo $?)
      sf-store check other.db && echo sound
      """)
    #expect(result.output == "74\n74\n74\n74\nsound\n", "\(result.error)")
    let errors = result.error.split(separator: "\n").filter { $0.contains("error:") }
    #expect(errors.count == 4 && errors.allSatisfy { $0.contains("cannot write") }, "\(errors)")
  }

  @Test func `a table of sf-cat comes back, and says what its time is`() throws {
    let result = try Shell.run(
      """
      \(Self.market) 300 > lines
      sf-cat lines --type bar --csv > bars.csv
      sf-ingest bars.csv --interval 1m > none; echo $?
      sf-ingest -q bars.csv --interval 1m --timestamp close | tail -n +2 > back
      tail -n +2 lines | cmp - back && echo same
      tr , ';' < bars.csv | sf-ingest - --symbol A > none; echo $?
      """)
    #expect(result.output == "65\nsame\n65\n", "\(result)")
    #expect(result.error.contains("as sf-cat --csv writes it: --timestamp close takes it"))
  }
}
