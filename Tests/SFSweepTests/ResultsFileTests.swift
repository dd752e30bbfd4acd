import Foundation
import SFCore
import SFSweep
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

  @Test(arguments: ["no json\n", "{\"ID\":1}\n", "{\"id\":\"a\"}\n{\"id\":\"a\"}\n"])
  func `what is no file of results is refused`(content: String) throws {
    try withFile(content) { path in
      #expect(throws: StageError.self) { try ResultsFile(path) }
    }
  }
}
