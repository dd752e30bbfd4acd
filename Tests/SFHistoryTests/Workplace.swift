import Foundation
import SFTestSupport
import Testing

/// A directory for the files of one test.
struct Workplace {
  let url: URL

  static func with<Result>(_ body: (Workplace) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-binance-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let result = Swift.Result { try body(Workplace(url: url)) }
    try FileManager.default.removeItem(at: url)
    return try result.get()
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func bytes(of path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: url.appendingPathComponent(path)))
  }

  /// Runs a shell line there, past any proxy of this machine; one that never ends fails with 124.
  func run(
    _ command: String, seconds: Int = 300, environment: [String: String] = [:]
  ) throws -> Shell.Result {
    var variables = [
      "SF_COMMAND": command, "NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost",
    ]
    variables.merge(environment) { $1 }
    return try Shell.run(
      "timeout -k 5 \(seconds) bash -c \"$SF_COMMAND\"", in: url, environment: variables)
  }
}

/// The lines of a type in a stream.
func lines(_ type: String, in output: String) -> [Substring] {
  output.split(separator: "\n").filter { $0.hasPrefix("{\"type\":\"\(type)\"") }
}

/// The lines behind the header, which names the options.
func body(_ output: String) -> Substring {
  output.drop { $0 != "\n" }.dropFirst()
}
