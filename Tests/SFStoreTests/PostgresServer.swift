import Foundation
import SFTestSupport
import Testing

/// A server of PostgreSQL on a socket in a temporary directory, for one run of the tests; it ends
/// with them.
final class PostgresServer: Sendable {
  /// Where Debian's packages put the programs, a folder for each version.
  private static let places = "/usr/lib/postgresql/*/bin"

  /// Whether there is a server to start; tests that need one are skipped only where there is none.
  static let isInstalled =
    (try? Shell.run("ls -d \(places)/initdb").status) == 0

  private static let started = Result { try PostgresServer() }

  /// The server of this run. One that is installed and does not start fails the tests that need it.
  static func shared() throws -> PostgresServer { try started.get() }

  private let folder: String
  private let user: String

  struct Failure: Error, CustomStringConvertible { let description: String }

  private static func run(_ command: String) throws -> String {
    let result = try Shell.run(command)
    guard result.status == 0 else {
      throw Failure(description: "exit \(result.status): \(result.error)")
    }
    return result.output
  }

  /// The server refuses to run as root, and then runs as `postgres`; a watcher stops it when this
  /// process has ended.
  init(programs: String = places) throws {
    let script = """
      set -e
      # The end of this shell is awaited by a descriptor that what outlives it must not hold.
      for file in /proc/$$/fd/*; do
        number=${file##*/}; [ "$number" -le 2 ] || eval "exec $number>&-"
      done
      bin=$(ls -d \(programs) | sort -V | tail -n 1)
      folder=$(mktemp -d /tmp/sf-postgres-XXXXXX)
      # What went wrong is in the logs.
      trap '[ $? = 0 ] || { cat "$folder"/*log >&2; rm -rf "$folder"; }' EXIT
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
    guard words.count == 2 else {
      throw Failure(description: "found '\(words)', expected the folder and the user of a server")
    }
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
@Suite(.enabled(if: PostgresServer.isInstalled, "needs a server: bin/setup --tests"))
struct PostgresTests {
  @Test func `a second writer is refused and told who writes`() throws {
    let server = try PostgresServer.shared()
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
    let server = try PostgresServer.shared()
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
    let server = try PostgresServer.shared()
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

/// A server that is installed and does not start must not look like one that is not there.
@Suite struct PostgresServerTests {
  @Test(arguments: [
    ("initdb", "echo no locale here >&2; exit 3", "no locale here"),
    ("pg_ctl", "echo no room here > \"$4\"; exit 1", "no room here"),
  ])
  func `one that does not start fails and says why`(
    program: String, script: String, words: String
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-programs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["initdb", "pg_ctl"] {
      let file = folder.appendingPathComponent(name)
      let text = name == program ? script : "exit 0"
      try Data("#!/bin/sh\n\(text)\n".utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
    let failure = #expect(throws: PostgresServer.Failure.self) {
      try PostgresServer(programs: folder.path)
    }
    #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
  }
}
