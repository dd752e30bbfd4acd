import Foundation
import SFTestSupport
import Testing

/// Tools as processes: what the shell sees. Nothing here asserts a time; what must not wait is
/// read by a command that ends only when it has come.
@Suite(.serialized) struct ProcessTests {
  /// Filters that read a stream and write one: through the run loop, and by themselves.
  static let filters = ["sf-features sma:2", "sf-cat"]

  private static let stream = [Loop.header, Loop.bar(1), Loop.mark(1), Loop.end(1)]
    .map { $0 + "\n" }.joined()

  /// Runs a script; the stream is in the file `stream`, and pipes are `fin` and `fout`.
  private func run(
    _ script: String, _ filter: String = "sf-cat", input: String = Self.stream
  ) throws -> Shell.Result {
    try Shell.run(
      "cat > stream; mkfifo fin fout\n" + script.replacingOccurrences(of: "FILTER", with: filter),
      input: input)
  }

  /// The writer goes on only when it has read the mark; `timeout` turns a hang into a failure.
  @Test(arguments: filters)
  func `writes a live line while its input stays open`(filter: String) throws {
    let result = try run(
      """
      timeout 60 FILTER < fin > fout & filter=$!
      exec 3> fin 4< fout
      sed -n 1,3p stream >&3
      while read -r line <&4; do case $line in *mark*) echo "$line"; break; esac; done
      sed -n 4p stream >&3
      exec 3>&-; wait $filter; echo $?
      """, filter)
    #expect(result.output == Loop.mark(1) + "\n0\n", "\(result.error)")
  }

  @Test(arguments: filters)
  func `ends quietly when its reader has gone`(filter: String) throws {
    let result = try run(
      "(head -n 1 stream; yes '{\"type\":\"x_y\"}') | FILTER | head -n 1 > first; echo ${PIPESTATUS[1]}",
      filter)
    #expect(result.output == "141\n")
    #expect(result.error == "")
  }

  @Test(arguments: filters, [("INT", 130), ("TERM", 143)])
  func `drains on a signal`(filter: String, signal: (name: String, status: Int)) throws {
    let result = try run(
      """
      set -m
      FILTER < fin > fout & filter=$!
      exec 3> fin 4< fout
      sed -n 1,3p stream >&3
      while read -r line <&4; do case $line in *mark*) break; esac; done
      kill -\(signal.name) $filter
      timeout 60 cat <&4 > rest; wait $filter; echo $?; cat rest
      """, filter)
    // Nothing is made up behind the last mark: a stream that was stopped has no end.
    #expect(result.output == "\(signal.status)\n")
  }

  @Test(arguments: filters)
  func `half a line that a signal leaves is none`(filter: String) throws {
    let result = try run(
      """
      set -m
      FILTER < fin > fout & filter=$!
      exec 3> fin 4< fout
      (sed -n 1,3p stream; printf '{"type":"equity","ts":"2026-01-05T09:32:00.000Z","eq') >&3
      while read -r line <&4; do case $line in *mark*) break; esac; done
      sleep 0.2
      kill -INT $filter
      timeout 60 cat <&4 > rest; wait $filter; echo $?; cat rest
      """, filter)
    #expect(result.output == "130\n" && !result.error.contains("error:"), "\(result.error)")
  }

  /// It cannot drain, since nobody reads; the second signal does not wait for that.
  @Test(arguments: filters)
  func `ends at once on a second signal`(filter: String) throws {
    let result = try run(
      """
      set -m
      (head -n 1 stream; yes '{"type":"x_y"}' | head -n 200000) > big
      FILTER --grace 1000s < big > fout & filter=$!
      exec 4< fout
      read -r line <&4
      kill -INT $filter; sleep 0.3; kill -TERM $filter
      wait $filter; echo $?
      """, filter)
    #expect(result.output == "143\n", "\(result.error)")
  }

  /// The shell opens them; what is packed is unpacked there, too.
  @Test func `reads and writes descriptors that it was started with`() throws {
    let result = try run(
      "gzip -k stream; sf-cat fd:3 -o fd:4 3< stream.gz 4> out; cmp stream out && echo same")
    #expect(result.output == "same\n", "\(result.error)")
  }

  @Test(arguments: [
    (
      "FILTER stream > /dev/full", 74,
      "sf-cat: error: cannot write standard output: No space left on device\n"
    ),
    (
      "FILTER missing.jsonl", 66,
      "sf-cat: error: cannot read 'missing.jsonl': No such file or directory\n"
    ),
    (
      "FILTER .", 66,
      """
      sf-cat: error: cannot read '.': it is a directory without a journal
      help: give a file, or the directory of a stage of a session

      """
    ),
    ("FILTER fd:7", 66, "sf-cat: error: cannot read 'fd:7': Bad file descriptor\n"),
    ("FILTER < .", 66, "sf-cat: error: cannot read '-': Is a directory\n"),
    (
      "FILTER -o /nowhere/x", 73,
      "sf-cat: error: cannot create '/nowhere/x': No such file or directory\n"
    ),
    (
      "FILTER --no-such-option", 64,
      "sf-cat: error: Unknown option '--no-such-option'\nhelp: see 'sf-cat --help'\n"
    ),
    ("echo junk | FILTER", 65, "-:1:1: error: found 'junk', expected '{'\n"),
  ])
  func `ends with a sentence and a status`(script: String, status: Int32, error: String) throws {
    let result = try run(script)
    #expect(result.status == status)
    #expect(result.error == error)
  }
}
