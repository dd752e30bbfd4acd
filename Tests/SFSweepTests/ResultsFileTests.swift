import Foundation
import SFCore
import SFSweep
import SFTestSupport
import SFTransport
import Testing

@Suite struct ResultsFileTests {
  private func withFile(_ content: String, _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-results-\(UUID().uuidString)").path
    try Data(content.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test func `a line that was cut is taken back, and its trial runs again`() throws {
    try withFile("{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":\"c\",\"par") { path in
      let file = try ResultsFile(path)
      #expect(file.finished == ["a", "b"])
      try file.append("{\"id\":\"c\"}\n")
      #expect(
        try String(contentsOfFile: path, encoding: .utf8)
          == "{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":\"c\"}\n")
    }
    try withFile("{\"id\":\"a") { path in
      let file = try ResultsFile(path)
      #expect(file.finished.isEmpty)
    }
  }

  @Test func `a second sweep is refused`() throws {
    try withFile("") { path in
      let first = try ResultsFile(path)
      #expect(throws: TransportError.self) { try ResultsFile(path) }
      try first.append("{\"id\":\"a\"}\n")
    }
    try withFile("{\"id\":\"a\"}\n") { path in
      let file = try ResultsFile(path)
      #expect(file.finished == ["a"])
    }
  }

  /// Whatever stands behind the last line feed may be all that there is of a file of the user's.
  @Test(arguments: [
    "precious", "{\"id\":\"a\"}\nprecious", "precious\n{\"id\":\"a", "{\"id\": 1", "a,b\n1,2",
    String(repeating: "x", count: 2 << 20),
  ])
  func `a file that is none of a sweep keeps every byte`(content: String) throws {
    try withFile(content) { path in
      #expect(throws: StageError.self) { try ResultsFile(path) }
      let kept = try String(contentsOfFile: path, encoding: .utf8)
      #expect(kept == content)
    }
  }

  @Test func `what a shell says of a file that is none`() throws {
    let result = try Shell.run(
      """
      printf precious > one.txt
      sf-sweep --grid n=1..2:1 --results one.txt 'sf-ingest --synthetic | sf-features sma:{n}'; echo $?
      cat one.txt; mkdir d; echo x > d/plan; echo '{"id":"x","a":1,"a":2}' > d/1.jsonl
      sf-sweep collect d; echo $?; head -c 2000000 /dev/zero | tr '\\0' x > d/1.jsonl
      sf-sweep collect d; echo $?; sf-sweep --trials - 'sf-ingest {n}' < d/1.jsonl; echo $?
      sf-report --sweep d/1.jsonl; echo $?
      """)
    #expect(result.output == "65\nprecious65\n65\n65\n65\n", "\(result)")
    #expect(result.error.contains("one.txt:1: found no result of a trial"))
    #expect(
      result.error.contains("d/1.jsonl:1:17: error: found 'a' twice, expected each key once"),
      "\(result.error)")
    #expect(!result.error.contains("bug"))
  }

  @Test(arguments: ["no json\n", "{\"ID\":1}\n", "{\"id\":\"a\"}\n{\"id\":\"a\"}\n"])
  func `what is no file of results is refused`(content: String) throws {
    try withFile(content) { path in
      #expect(throws: StageError.self) { try ResultsFile(path) }
    }
  }
}
