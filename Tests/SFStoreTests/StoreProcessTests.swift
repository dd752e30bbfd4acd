import Foundation
import SFTestSupport
import Testing

/// Stores under processes that end at any moment, get in each other's way, or find no room.
@Suite struct StoreProcessTests {
  private static let market = "sf-ingest -q --synthetic --symbols A,B --bars 30000 --seed 5"

  @Test(arguments: 0..<4)
  func `a writer that is killed among three readers leaves a sound store`(round: Int) throws {
    let result = try Shell.run(
      """
      for reader in 1 2 3; do
        while [ ! -e stop ]; do
          sf-ingest -q --store market.db -o read$reader.jsonl 2> err$reader
          status=$?
          # 66: the store is not there yet.
          [ $status = 0 ] || [ $status = 66 ] || { echo "reader: $status"; cat err$reader; }
          [ $status != 0 ] || echo read > done$reader
        done &
      done
      for pause in 0.3 0.\(round + 5) 0.\(round + 2); do
        \(Self.market) --store market.db -o lines.jsonl & writer=$!
        sleep $pause; kill -KILL $writer 2>/dev/null; wait $writer 2>/dev/null
        sf-store check market.db
      done
      \(Self.market) --store market.db -o lines.jsonl
      while [ ! -e done1 ] || [ ! -e done2 ] || [ ! -e done3 ]; do sleep 0.05; done
      touch stop; wait
      sf-store check market.db && sf-ingest -q --store market.db | tail -n +2 > last
      tail -n +2 lines.jsonl | cmp - last && echo sound
      """)
    #expect(result.output == "sound\n", "\(result.error)")
  }

  @Test func `the second of two writers is refused and told who writes`() throws {
    let result = try Shell.run(
      """
      mkfifo rows
      sf-ingest -q - --symbol A --interval 1m --store market.db < rows > lines & writer=$!
      exec 3> rows
      printf 'time,open,high,low,close\\n60,1,1,1,1\\n' >&3
      for _ in {1..500}; do grep -q bar lines && break; sleep 0.02; done
      sf-ingest --synthetic --store market.db > none 2> err; echo $?
      grep -c "is being written by process $writer, expected one writer at a time" err
      sf-ingest -q --store market.db | grep -c '"type":"bar"'
      exec 3>&-; wait $writer
      sf-ingest -q --synthetic --store market.db > all; echo $?
      """)
    #expect(result.output == "75\n1\n1\n0\n", "\(result.error)")
  }

  @Test func `a store of a newer version is refused, and a file that is none`() throws {
    let result = try Shell.run(
      """
      \(Self.market) --store market.db -o lines
      version() {
        python3 -c "import sqlite3; sqlite3.connect('market.db').execute('PRAGMA $1')"
      }
      version user_version=99
      sf-ingest --store market.db; echo $?
      sf-ingest --synthetic --store market.db; echo $?
      version user_version=1; version application_id=7
      sf-ingest --store market.db; echo $?
      echo no database > text
      sf-ingest --store text; echo $?
      sf-ingest --store none; echo $?
      """)
    #expect(result.output == "76\n76\n76\n65\n66\n")
    let lines = result.error.split(separator: "\n").filter { $0.contains("error:") }
    #expect(
      lines == [
        "sf-ingest: error: 'market.db' is a store of version 99, expected at most 1",
        "sf-ingest: error: 'market.db' is a store of version 99, expected at most 1",
        "sf-ingest: error: 'market.db' is a database of another program, expected a store",
        "sf-ingest: error: found no database in 'text', expected a store",
        "sf-ingest: error: cannot read 'none': No such file or directory",
      ])
  }

  /// Files may not grow beyond 1 MiB here; the store needs more.
  @Test func `a store that finds no room is sound, says so and goes on later`() throws {
    let result = try Shell.run(
      """
      (ulimit -f 1024; \(Self.market) --store market.db -o /dev/null) 2> err; echo $?
      grep -c "error: cannot .*write 'market.db'" err
      sf-store check market.db && echo sound
      \(Self.market) --store market.db | tail -n +2 > lines
      sf-ingest -q --store market.db | tail -n +2 | cmp - lines && echo same
      """)
    #expect(result.output == "74\n1\nsound\nsame\n", "\(result.error)")
  }

  @Test func `an export makes the same store elsewhere, and a cut one says so`() throws {
    let result = try Shell.run(
      """
      \(Self.market) --store a.db -o lines
      sf-store export a.db > all
      sf-store import -q b.db all; sf-store import -q b.db < all
      sf-store export b.db | cmp - all && echo same
      head -n 50 all > part; sf-store import c.db part 2> err; echo $?
      grep -c 'part: the export was cut' err
      sf-store import -q c.db all && sf-store export c.db | cmp - all && echo same
      """)
    #expect(result.output == "same\n65\n1\nsame\n", "\(result.error)")
  }
}
