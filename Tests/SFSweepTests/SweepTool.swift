import Foundation
import SFTestSupport
import Testing

/// What tests of the tool share.
enum SweepTool {
  /// A directory for one test.
  static func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-sweep-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  static func object(_ line: some StringProtocol) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  /// Results without the ids, which differ with the text.
  static func figures(_ result: Shell.Result) -> [Substring] {
    result.output.split(separator: "\n").map { $0.drop { $0 != "," } }
  }

  /// Python with numpy and Optuna, where `bin/setup --tests` has brought them.
  static func hasPython(_ module: String) -> Bool {
    (try? Shell.run("python3 -c 'import \(module)'").status) == 0
  }
}
