import Foundation
import SFTestSupport
import SFTransport

/// `sf-monitor` as a user starts it, in a place of its own.
final class MonitorProcess {
  private let process: ChildProcess
  private let messages: URL
  private let output: URL

  /// Starts it with these arguments; `input` is its standard input.
  init(_ arguments: [String], in place: URL, input: Int32? = nil) throws {
    messages = place.appendingPathComponent("messages-\(UUID().uuidString)")
    output = place.appendingPathComponent("lines-\(UUID().uuidString)")
    for file in [messages, output] { try Data().write(to: file) }
    var program = Program(["env", "-C", place.path, "sf-monitor"] + arguments)
    program.environment = Self.environment(in: place)
    let files = (try FileHandle(forWritingTo: output), try FileHandle(forWritingTo: messages))
    program.input = input.map { .descriptor($0) } ?? .nothing
    program.output = .descriptor(files.0.fileDescriptor)
    program.errors = .descriptor(files.1.fileDescriptor)
    // The thread of a test may end before.
    program.diesWithThread = false
    process = try withExtendedLifetime(files) { try ChildProcess(program) }
  }

  deinit {
    process.send(SIGKILL)
    process.wait()
  }

  /// Variables of a program that runs in a place: the tools of this build, no configuration.
  static func environment(in place: URL) -> [(name: String, value: String)] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return [
      ("PATH", "\(Shell.tools.path):\(path)"), ("XDG_CONFIG_HOME", place.path),
      ("XDG_RUNTIME_DIR", place.path),
    ]
  }

  /// What it has said to people, and what it has printed.
  var said: String { Self.text(messages) }
  var lines: [String] { Self.text(output).split(separator: "\n").map(String.init) }

  private static func text(_ file: URL) -> String {
    // A file that cannot be read has nothing in it.
    (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }

  /// Where it serves its page, once it says so; `nil` where it has ended before, or says nothing for
  /// a minute.
  func address() -> String? {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      if let found = said.firstMatch(of: /listening on (http\S+)\//) { return String(found.1) }
      if process.hasEnded { return nil }
      usleep(5_000)
    }
    return nil
  }

  /// Ends it as ^C does; its exit status.
  func stop() -> Int32 {
    process.send(SIGINT)
    return process.wait(atMost: 30)
  }
}

extension ChildProcess {
  /// Its exit status, or that of a KILL if it has not ended by then.
  func wait(atMost seconds: Int) -> Int32 {
    let end = ContinuousClock.now + .seconds(seconds)
    while !hasEnded, ContinuousClock.now < end { usleep(5_000) }
    if !hasEnded { send(SIGKILL) }
    return wait().shellStatus
  }

  var hasEnded: Bool {
    if ending != nil { return true }
    var information = siginfo_t()
    return waitid(P_PID, id_t(id), &information, WEXITED | WNOHANG | WNOWAIT) == 0
      && information.si_signo == SIGCHLD
  }
}

/// A directory for a test.
final class MonitorPlace {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-monitor-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  // What cannot be removed stays among temporary files.
  deinit { try? FileManager.default.removeItem(at: url) }

  /// A file with a secret.
  func secret(_ name: String, _ text: String) throws {
    let file = url.appendingPathComponent(name).path
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
  }

  /// A session that has gone through made-up bars, and holds a position of each symbol.
  func session(bars: Int = 400) throws {
    let result = try Shell.run(
      """
      cat > text.sh <<'END'
      sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT --bars \(bars) --interval 15m --seed 7 |
        sf-features sma:5 sma:20 | sf-detect sma_cross:5,20 |
        sf-strategy --exit tp_sl:take_profit_pct=0.9,stop_loss_pct=0.5 |
        sf-risk --rule drawdown | sf-broker virtual
      END
      timeout 120 sf-session run -q -f text.sh --dir run --replay
      """, in: url)
    guard result.status == 0 else { throw Failure(text: result.error) }
  }

  /// A session that is given up, by a stage of a user with much to say: of what it saw, and why it ends.
  func sessionThatFails() throws {
    let result = try Shell.run(
      """
      cat > worry.sh <<'END'
      #!/bin/sh
      long=$(printf '%0150d' 0)
      sed -u "/\"type\":\"mark\"/{
        i {\"type\":\"alert\",\"ts\":\"2024-01-01T00:15:00.000Z\",\"level\":\"error\",\"rule\":\"mine\",\"state\":\"raised\",\"value\":null,\"limit\":null,\"text\":\"the reason is $long\"}
        q
      }"
      echo "the reason is $long" >&2
      exit 65
      END
      chmod +x worry.sh
      cat > text.sh <<'END'
      sf-ingest --synthetic --symbols BTCUSDT --bars 40 --interval 15m --seed 7 |
        sf-features sma:5 sma:20 | sf-detect sma_cross:5,20 | ./worry.sh | sf-strategy
      END
      timeout 120 sf-session run -q -f text.sh --dir run --replay
      """, in: url)
    guard result.status == 65 else { throw Failure(text: "\(result.status) \(result.error)") }
  }

  struct Failure: Error { let text: String }
}
