import SFCore
import SFFetch
import SFJournal
import SFRun
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What one serving process does: its stages, those who fetch from them, and one wait for all.
///
/// Stages read each other's journals directly; sockets are for other processes.
public final class ServingProcess {
  private let plan: SessionPlan
  private let clock: any Clock
  private let staysAtEnd: Bool
  private let turns: TurnProcessor?
  private let stages: [ServedStage]
  private let tees: [TeeFile]
  private let ports: [StagePort]
  private let doorkeeper: Doorkeeper?
  private let say: (String) -> Void
  private var status: StatusWriter
  private let statusPID: Int32
  private var isStopping = false
  /// How many ports were asked when it was last said what is waited for.
  private var asked = 0

  /// Opens all stages of a plan that this machine serves. Who serves one of them already is an error
  /// (75).
  ///
  /// `staysAtEnd`: whether it serves on when all streams have ended, since others still fetch.
  public init(
    _ plan: SessionPlan, _ places: ServingPlaces, _ options: ServingOptions,
    _ network: NetworkPlan = NetworkPlan(), staysAtEnd: Bool, _ clock: any Clock,
    say: @escaping (String) -> Void
  ) throws {
    try plan.validate()
    try network.validate()
    self.plan = plan
    self.clock = clock
    self.staysAtEnd = staysAtEnd
    turns = options.turns
    self.say = say
    status = StatusWriter(places.status)
    statusPID = places.pid
    let context = try ZmqContext()
    let opening = StageOpening(plan, places, options, network.credentials, context, clock, say)
    stages = try opening.stages()
    let byName = Dictionary(uniqueKeysWithValues: stages.map { ($0.plan.name, $0) })
    tees = try stages.flatMap { stage in
      try stage.plan.tees.map { try TeeFile($0, stage, say: say) }
    }
    doorkeeper = try network.allowed.map { try Doorkeeper(allowing: $0, context) }
    ports = try Self.ports(stages, byName, network, context)
  }

  private static func ports(
    _ stages: [ServedStage], _ byName: [String: ServedStage], _ network: NetworkPlan,
    _ context: ZmqContext
  ) throws -> [StagePort] {
    let own = try stages.map { stage in
      StagePort(try FetchPort(try FetchAddress(stage: stage.directory.path), context), stage)
    }
    let others = try network.places.map { place in
      guard let stage = byName[place.stage] else {
        throw ConfigurationError(
          "--listen", "names '\(place.stage)', which is no stage that is served here")
      }
      // Without a list of keys only this machine is listened to, and nobody needs one.
      let keys = network.allowed == nil ? nil : network.keys
      return StagePort(try FetchPort(place.address, keys: keys, context), stage)
    }
    return own + others
  }

  /// Serves until it is told to stop, by `stop` being readable, or there is nothing left to do;
  /// returns how it ended, and `stopped` for the first.
  public func run(stop: Int32, stopped: () -> ExitStatus) throws -> ExitStatus {
    // A child that reads no more is an error of the write, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    // Of what this process was started with, too, stages have their streams and nothing else.
    ChildProcess.keepDescriptors()
    turns?.keep()
    var awaited = ServingWait(stop: stop)
    while true {
      let now = clock.now
      if awaited.come.isStopped, !isStopping { stopAll(now) }
      let deadline = turn(now, awaited.come)
      if isOver { break }
      if stages.contains(where: \.isRewired) || ports.count(where: \.isAsked) > asked {
        awaited = wired(isStopping ? -1 : stop)
      }
      let later = awaited.wait(until: deadline, now, clock)
      for stage in stages { stage.take(awaited.come, later) }
    }
    try finish()
    return isStopping && failure == nil ? stopped() : failure?.exitStatus ?? .done
  }

  // MARK: A turn

  /// `awaited` says which sockets have something to take.
  private func turn(_ now: Moment, _ awaited: WaitSet) -> Moment {
    var deadline = Moment.never
    for stage in stages {
      deadline = min(deadline, stage.turn(now))
      if stage.hasNews {
        status.note()
        stage.hasNews = false
      }
    }
    for tee in tees { deadline = min(deadline, tee.turn(now)) }
    if let doorkeeper, awaited.isReady(doorkeeper.descriptor) {
      let refused = doorkeeper.answer()
      if refused > 0 { say("kept out \(refused) without a key") }
    }
    for port in ports {
      deadline = min(deadline, port.turn(now, isWoken: awaited.isReady(port.descriptor)))
    }
    status.write(now) { report(.running) }
    return min(deadline, status.deadline)
  }

  /// What all of it waits for.
  private func wired(_ stop: Int32) -> ServingWait {
    var awaited = ServingWait(stop: stop)
    for stage in stages {
      stage.watch(&awaited)
      stage.isRewired = false
    }
    for port in ports { awaited.watch(port.descriptor, .reading, atTimes: !port.isAsked) }
    asked = ports.count(where: \.isAsked)
    if let doorkeeper { awaited.watch(doorkeeper.descriptor, .reading, atTimes: true) }
    return awaited
  }

  private func stopAll(_ now: Moment) {
    isStopping = true
    for stage in stages {
      stage.stop(now)
      stage.isRewired = true
    }
  }

  // MARK: The end

  private var failure: Supervision.Failure? { stages.lazy.compactMap(\.course.failure).first }

  /// Whether nothing is left to do: all streams have ended, or cannot go on since one that they need
  /// has failed.
  private var isOver: Bool {
    if isStopping { return stages.allSatisfy { $0.child == nil } }
    let stuck = stuckStages
    let isDone = stages.allSatisfy { stage in
      stage.course.isOver && stage.child == nil || stuck.contains(stage.plan.name)
    }
    return isDone && (failure != nil || !staysAtEnd)
  }

  /// Stages that wait for what will never come: they have taken all that an input has, and that one has
  /// failed or waits in the same way.
  private var stuckStages: Set<String> {
    guard failure != nil else { return [] }
    var dead = Set(stages.filter { $0.course.failure != nil }.map(\.plan.name))
    while true {
      let more = stages.filter { stage in
        !dead.contains(stage.plan.name)
          && stage.plan.inputs.contains { input in
            dead.contains(input.from)
              && stages.contains { $0.plan.name == input.from && $0.shown == stage.journal.head }
          }
      }
      if more.isEmpty { return dead }
      dead.formUnion(more.map(\.plan.name))
    }
  }

  /// Ends what still runs, brings all to the disk and says so.
  private func finish() throws {
    for stage in stages { try stage.close() }
    for tee in tees { try tee.finish() }
    let state: SessionStatus.State =
      failure != nil ? .failed : stages.allSatisfy { $0.course == .ended } ? .ended : .stopped
    try status.finish(report(state))
  }

  private func report(_ state: SessionStatus.State) -> SessionStatus {
    let newest = stages.compactMap(\.journal.head).max()
    let pid = state == .running ? statusPID : nil
    return SessionStatus(
      pid: pid, state: state, textHash: plan.textHash,
      stages: plan.stages.map { planned in
        stages.first { $0.plan.name == planned.name }?.report(newest: newest)
          ?? StageStatus(name: planned.name, state: .elsewhere)
      })
  }
}
