import Logging
import SFCore
import SFRun
import SFServe
import SFSession
import SFTool
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A session in the foreground: its serving process is watched and started again, and what happens
/// is said.
final class SessionRun {
  private let directory: SessionDirectory
  private let plan: SessionPlan
  /// What the serving process is told of the network.
  private let network: [String]
  private let log: Logger
  private let clock: any Clock
  private var screen: SessionScreen
  /// It never waits for a service: its stages do.
  private var supervision = Supervision(waitsForServices: false)
  private var shown: SessionStatus?
  /// What the run before has left behind.
  private var before: [StageStatus] = []

  /// How long the stages may drain.
  private static let grace: UInt32 = 15
  /// Between two looks at the status: it is written at most once a second.
  private static let apart = TimeSpan.seconds(1)

  init(
    _ directory: SessionDirectory, _ plan: SessionPlan, _ network: [String], _ log: Logger,
    _ clock: any Clock
  ) {
    self.directory = directory
    self.plan = plan
    self.network = network
    self.log = log
    self.clock = clock
    screen = SessionScreen(title: directory.path)
  }

  /// Runs until all streams have ended, a stage has failed for good, or a signal asks to stop.
  func run() throws -> ExitStatus {
    try Interruption.install(grace: Self.grace)
    before = try directory.status().stages
    defer { screen.erase() }
    say("\(directory.path): \(plan.stages.map(\.name).joined(separator: " "))")
    while true {
      let ending = try serve()
      if Interruption.isRequested {
        say("\(directory.path): stopped")
        return Interruption.exitStatus
      }
      if ending == .status(0) {
        say("\(directory.path): ended")
        return .done
      }
      switch supervision.died(ending, at: slowest, now: clock.now) {
      case .fails(let failure): throw failed(failure, ending)
      case .restart(let moment):
        say("sf-serve ended \(Supervision.words(ending)), is started again")
        var awaited = WaitSet(stop: Interruption.descriptor)
        _ = awaited.wait(until: moment, clock)
      }
    }
  }

  /// Starts the serving process and waits for its end.
  private func serve() throws -> ChildProcess.Ending {
    let talk = try ServeTalk(log)
    let child = try start(talk)
    Interruption.watch(child.id)
    defer { Interruption.unwatch() }
    try watch(child, talk)
    let ending = child.wait()
    relay(talk)
    try look()
    return ending
  }

  /// Why the session is over: a stage that has failed, or else the serving process itself.
  private func failed(
    _ failure: Supervision.Failure, _ ending: ChildProcess.Ending
  ) -> Supervision.Failure {
    guard let stage = shown?.stages.first(where: { $0.state == .failed }) else {
      // Who could not begin, again and again, since another process has a stage, may try later.
      let isHeld = ending == .status(ExitStatus.tryAgain.rawValue)
      return Supervision.Failure(
        isHeld ? .tryAgain : failure.exitStatus, "sf-serve: \(failure.message)")
    }
    return Supervision.Failure(
      failure.exitStatus,
      "the stage '\(stage.name)' has failed" + (stage.reason.map { ": \($0)" } ?? ""),
      help: "what it said: sf-session logs \(directory.path) \(stage.name)")
  }

  /// The mark that all stages have reached: a serving process that dies there again and again does
  /// not get on.
  private var slowest: Timestamp? { shown?.stages.compactMap(\.mark).min() }

  private func start(_ talk: ServeTalk) throws -> ChildProcess {
    var program = Program(
      [SiblingTool.path(of: "sf-serve"), "--session", directory.path] + network)
    program.input = .nothing
    program.output = .nothing
    program.errors = .descriptor(talk.writing)
    // A terminal's INT is for this process alone, which then says what is to be done.
    program.leadsGroup = true
    return try ChildProcess(program)
  }

  /// Looks at the status until the process has ended; hands on that it is to stop.
  private func watch(_ child: ChildProcess, _ talk: ServeTalk) throws {
    let end = try child.endDescriptor()
    defer { close(end) }
    var awaited = watched(end, talk, stop: Interruption.descriptor)
    var isAsked = false
    while !awaited.isReady(end) {
      _ = awaited.wait(until: clock.now + Self.apart, clock)
      if awaited.isStopped, !isAsked {
        isAsked = true
        child.send(SIGTERM)
        awaited = watched(end, talk, stop: -1)
      }
      if awaited.isReady(talk.reading) { relay(talk) }
      try look()
    }
  }

  private func watched(_ end: Int32, _ talk: ServeTalk, stop: Int32) -> WaitSet {
    var awaited = WaitSet(stop: stop)
    awaited.watch(end, .reading)
    awaited.watch(talk.reading, .reading)
    return awaited
  }

  private func relay(_ talk: ServeTalk) { talk.relay(before: { screen.erase() }) }

  /// Shows where the stages are, where that has changed.
  private func look() throws {
    let status = try directory.status()
    guard status != shown, status.stages != before else { return }
    for stage in status.stages where stage.state == .failed && !hasFailed(stage.name) {
      screen.erase()
      log.error(
        "'\(stage.name)' is given up, the others go on: sf-session logs \(directory.path) \(stage.name)"
      )
    }
    shown = status
    screen.show(status)
  }

  /// Whether it was said already that a stage has failed.
  private func hasFailed(_ name: String) -> Bool {
    shown?.stages.contains { $0.name == name && $0.state == .failed } ?? false
  }

  private func say(_ event: String) {
    screen.erase()
    log.notice("\(event)")
  }
}
