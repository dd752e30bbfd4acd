import Foundation

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

  /// Starts a process with no signal blocked: tests run on threads that block most of them, and a
  /// child inherits that.
  private static func unblocked(_ start: () throws -> Void) rethrows {
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try start()
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
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = directory ?? empty
    var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // What the user of this machine has configured is not tested.
    variables["XDG_CONFIG_HOME"] = environment["XDG_CONFIG_HOME"] ?? empty.path
    // Programs that `bin/setup --tests` brought, and servers, which stand apart.
    let peers = project.appendingPathComponent(".build-peers/bin").path
    variables["PATH"] = "\(tools.path):\(peers):\(variables["PATH"] ?? "/usr/bin:/bin"):/usr/sbin"
    process.environment = variables
    process.standardInput = try FileHandle(forReadingFrom: standardInput)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    try unblocked { try process.run() }
    process.waitUntilExit()
    let status =
      process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
    return Result(
      status: status,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      error: String(decoding: try Data(contentsOf: error), as: UTF8.self))
  }
}
