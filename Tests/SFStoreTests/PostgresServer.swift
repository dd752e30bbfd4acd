import Foundation
import SFTestSupport
import Testing

/// A server of PostgreSQL on a socket in a temporary directory, for one run of the tests; it ends
/// with them.
final class PostgresServer: Sendable {
  /// `nil` where Debian's package is not installed.
  static let shared: PostgresServer? = try? PostgresServer()

  private let folder: String
  private let user: String

  private struct Failure: Error { let text: String }

  private static func run(_ command: String) throws -> String {
    let result = try Shell.run(command)
    guard result.status == 0 else { throw Failure(text: result.error) }
    return result.output
  }

  /// The server refuses to run as root, and then runs as `postgres`; a watcher stops it when this
  /// process has ended.
  private init() throws {
    let script = """
      set -e
      # The end of this shell is awaited by a descriptor that what outlives it must not hold.
      for file in /proc/$$/fd/*; do
        number=${file##*/}; [ "$number" -le 2 ] || eval "exec $number>&-"
      done
      bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
      folder=$(mktemp -d /tmp/sf-postgres-XXXXXX)
      user=$(id -un); as=
      if [ "$user" = root ]; then
        user=postgres; chown postgres "$folder"; as='runuser -u postgres --'
      fi
      cd "$folder"
      $as "$bin/initdb" -D "$folder/data" -A trust -E UTF8 --no-sync > log 2>&1 < /dev/null
      $as "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w \
        -o "-k $folder -c listen_addresses= -c fsync=off" start > log 2>&1 < /dev/null
      setsid sh -c 'while kill -0 \(ProcessInfo.processInfo.processIdentifier) 2>/dev/null; do
        sleep 1; done; '"$as $bin/pg_ctl -D $folder/data -m immediate stop; rm -rf $folder" \
        > /dev/null 2>&1 < /dev/null &
      echo "$folder $user"
      """
    let words = try Self.run(script).split { $0 == " " || $0 == "\n" }.map(String.init)
    guard words.count == 2 else { throw Failure(text: "no server") }
    (folder, user) = (words[0], words[1])
  }

  /// The address of an empty database.
  func newDatabase() throws -> String {
    let name = "t" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
    _ = try Self.run("psql -h \(folder) -U \(user) -d postgres -qc 'CREATE DATABASE \(name)'")
    return "postgres:///\(name)?host=\(folder)&user=\(user)"
  }
}

/// What only PostgreSQL does.
@Suite(.enabled(if: PostgresServer.shared != nil, "needs a server: bin/setup --tests"))
struct PostgresTests {
  @Test func `a second writer is refused and told who writes`() throws {
    let server = try #require(PostgresServer.shared)
    let url = try server.newDatabase()
    let result = try Shell.run(
      """
      mkfifo rows
      sf-ingest -q - --symbol A --interval 1m --store '\(url)' < rows > lines & writer=$!
      exec 3> rows
      printf 'time,open,high,low,close\\n60,1,1,1,1\\n' >&3
      for _ in {1..500}; do grep -q bar lines && break; sleep 0.02; done
      sf-ingest --synthetic --store '\(url)' > none 2> err; echo $?
      grep -c "is being written by process $writer of" err
      sf-ingest -q --store '\(url)' | grep -c '"type":"bar"'
      exec 3>&-; wait $writer
      """)
    #expect(result.output == "75\n1\n1\n", "\(result.error)")
  }

  @Test func `a store moves from SQLite and back`() throws {
    let server = try #require(PostgresServer.shared)
    let url = try server.newDatabase()
    let result = try Shell.run(
      """
      sf-ingest -q --synthetic --symbols A,B --bars 3000 --store a.db -o lines
      sf-store export a.db | sf-store import -q '\(url)'
      sf-store check '\(url)' && sf-store vacuum -q '\(url)'
      sf-store export '\(url)' | sf-store import -q b.db
      sf-store export a.db > a; sf-store export b.db | cmp - a && echo same
      sf-ingest -q --store '\(url)' | tail -n +2 > there
      tail -n +2 lines | cmp - there && echo same
      """)
    #expect(result.output == "same\nsame\n", "\(result.error)")
  }

  @Test func `a store of a newer version is refused, and a database that has none`() throws {
    let server = try #require(PostgresServer.shared)
    let (url, empty) = (try server.newDatabase(), try server.newDatabase())
    let result = try Shell.run(
      """
      sf-ingest -q --synthetic --store '\(url)' -o lines
      psql -q '\(url)' -c 'UPDATE signalflow.version SET version = 99'
      sf-ingest --store '\(url)'; echo $?
      sf-ingest --store '\(empty)'; echo $?
      sf-ingest --store 'postgres:///x?host=/nowhere'; echo $?
      """)
    #expect(result.output == "76\n66\n69\n", "\(result.error)")
  }
}
