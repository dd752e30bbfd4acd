import Foundation
import SFTransport

/// Runs commands as a user would, with the tools of this build on the PATH.
public enum Shell {
  public struct Result: Sendable {
    public let status: Int32
    public let output: String
    public let error: String
  }

  /// The directory of the built tools: that of the test runner.
  public static let tools: URL = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent()

  /// The root of the project.
  public static let project: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Market data and reference values beside the project; `nil` where they are absent.
  public static let shared: URL? = {
    let url = project.deletingLastPathComponent().appendingPathComponent("shared")
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }()

  /// Whether all of these programs are there.
  public static func has(_ programs: String...) -> Bool {
    // One after the other: `command -v a b` is content with either.
    (try? run(programs.map { "command -v \($0) > /dev/null" }.joined(separator: " && ")))?.status
      == 0
  }

  /// Runs a shell line and waits for its end; status 128 + n when signal n ended it.
  public static func run(
    _ command: String, input: String = "", in directory: URL? = nil,
    environment: [String: String] = [:]
  ) throws -> Result {
    let files = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-shell-\(UUID().uuidString)")
    // The command runs in a folder of its own, where its file names meet none of ours.
    let empty = files.appendingPathComponent("work")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: files) }
    let (standardInput, output, error) = (
      files.appendingPathComponent("in"), files.appendingPathComponent("out"),
      files.appendingPathComponent("err")
    )
    try Data(input.utf8).write(to: standardInput)
    for file in [output, error] { try Data().write(to: file) }
    var variables = environment
    // What the user of this machine has configured is not tested.
    variables["XDG_CONFIG_HOME"] = environment["XDG_CONFIG_HOME"] ?? empty.path
    // Programs that `bin/setup --tests` brought, and servers, which stand apart.
    let peers = project.appendingPathComponent(".build-peers/bin").path
    let path = environment["PATH"] ?? ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    variables["PATH"] = "\(tools.path):\(peers):\(path):/usr/sbin"
    let streams = (
      try FileHandle(forReadingFrom: standardInput), try FileHandle(forWritingTo: output),
      try FileHandle(forWritingTo: error)
    )
    // What this process has opened for others, or was started with, is not the command's.
    let closing =
      "for fd in /proc/self/fd/*; do fd=${fd##*/}; [ $fd -le 2 ] || eval \"exec $fd>&-\"; done; "
    var program = Program([
      "env", "-C", (directory ?? empty).path, "bash", "-c", closing + command,
    ])
    program.environment = variables.map { ($0.key, $0.value) }
    program.input = .descriptor(streams.0.fileDescriptor)
    program.output = .descriptor(streams.1.fileDescriptor)
    program.errors = .descriptor(streams.2.fileDescriptor)
    // Foundation's `Process` would wait for what the shell leaves in the background, too.
    let process = try ChildProcess(program)
    let status = withExtendedLifetime(streams) { process.wait().shellStatus }
    return Result(
      status: status,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      error: String(decoding: try Data(contentsOf: error), as: UTF8.self))
  }
}
