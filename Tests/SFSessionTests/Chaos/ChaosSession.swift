import Foundation
import SFTestSupport
import SFTransport

/// A session that is killed at moments of chance, any of its processes, and started again until it
/// has come to its end.
struct ChaosSession {
  let place: URL
  /// The words behind `sf-session run`.
  let words: [String]
  /// How many processes are to be killed.
  let rounds: Int
  var random: SeededGenerator

  private(set) var kills = 0
  /// Moments at which several were killed at once.
  private(set) var together = 0
  /// How often sf-session itself was started.
  private(set) var starts = 0

  init(in place: URL, _ words: [String], rounds: Int, seed: UInt64) {
    self.place = place
    self.words = words
    self.rounds = rounds
    random = SeededGenerator(seed: seed)
  }

  /// Runs it to its end; returns the status of the last start. One that does not end within
  /// `seconds` is ended, and has none.
  mutating func run(seconds: Double) throws -> Int32? {
    let deadline = Date().addingTimeInterval(seconds)
    while Date() < deadline {
      let process = try start()
      while !hasEnded(process), Date() < deadline {
        pause()
        if kills < rounds, !hasEnded(process) { strike(process.id) }
      }
      if !hasEnded(process) { process.send(SIGKILL) }
      let ending = process.wait()
      guard ending == .signal(SIGKILL) else { return ending.shellStatus }
    }
    return nil
  }

  private mutating func start() throws -> ChildProcess {
    starts += 1
    // The shell becomes the session: its number is that of sf-session.
    var program = Program(
      ["sh", "-c", "cd \"$0\" && exec sf-session run \"$@\"", place.path] + words)
    program.leadsGroup = true
    program.diesWithThread = false
    program.input = .nothing
    program.output = .nothing
    let log = open(place.appendingPathComponent("said").path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    defer { close(log) }
    program.errors = .descriptor(log)
    let tools = Shell.tools.path
    program.environment = [
      ("PATH", "\(tools):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"),
      ("XDG_CONFIG_HOME", place.path),
    ]
    return try ChildProcess(program)
  }

  private func hasEnded(_ process: ChildProcess) -> Bool {
    var information = siginfo_t()
    information.si_signo = 0
    return waitid(P_PID, id_t(process.id), &information, WEXITED | WNOWAIT | WNOHANG) == 0
      && information.si_signo != 0
  }

  /// Up to a quarter of a second.
  private mutating func pause() {
    usleep(UInt32.random(in: 5_000...250_000, using: &random))
  }

  /// Kills one, some or all of its processes at once.
  private mutating func strike(_ root: pid_t) {
    let members = ProcessTree.members(of: root)
    guard !members.isEmpty else { return }
    let count: Int
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<12: count = 1
    case 12..<18: count = min(members.count, Int.random(in: 2...4, using: &random))
    default: count = members.count
    }
    for id in members.shuffled(using: &random).prefix(count) where kill(id, SIGKILL) == 0 {
      kills += 1
    }
    if count > 1 { together += 1 }
  }
}
