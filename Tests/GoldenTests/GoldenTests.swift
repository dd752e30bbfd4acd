import Foundation
import SFTestSupport
import Testing

/// A case is a folder: `cmd` is a shell line that is run in the folder, `out` what it prints,
/// `err` what it says (absent: nothing), `status` its exit status (absent: 0).
///
/// `SF_RECORD=1` writes what is there now as what is expected; review is the diff.
@Suite struct GoldenTests {
  static let root = Shell.project.appendingPathComponent("Tests/GoldenTests/Cases")

  static let cases: [String] = {
    let tools = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return tools.sorted().flatMap { tool -> [String] in
      let folder = root.appendingPathComponent(tool).path
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.sorted().map { "\(tool)/\($0)" }
    }
  }()

  static let isRecording = ProcessInfo.processInfo.environment["SF_RECORD"] == "1"

  @Test(arguments: cases)
  func `prints what was recorded`(name: String) throws {
    let folder = Self.root.appendingPathComponent(name)
    let command = try String(contentsOf: folder.appendingPathComponent("cmd"), encoding: .utf8)
    let result = try Shell.run(command, in: folder)
    if Self.isRecording {
      try record(result.output, in: folder, "out", unless: nil)
      try record(result.error, in: folder, "err", unless: "")
      try record("\(result.status)\n", in: folder, "status", unless: "0\n")
    }
    #expect(result.output == expected(folder, "out") ?? "", "\(name): standard output")
    #expect(result.error == expected(folder, "err") ?? "", "\(name): standard error")
    #expect("\(result.status)\n" == expected(folder, "status") ?? "0\n", "\(name): exit status")
  }

  private func expected(_ folder: URL, _ file: String) -> String? {
    try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
  }

  private func record(_ text: String, in folder: URL, _ file: String, unless empty: String?) throws
  {
    let url = folder.appendingPathComponent(file)
    if text == empty {
      if FileManager.default.fileExists(atPath: url.path) {
        try FileManager.default.removeItem(at: url)
      }
    } else {
      try Data(text.utf8).write(to: url)
    }
  }
}
