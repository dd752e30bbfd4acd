import SFCore
import SFJournal
import SFMonitor
import SFServe
import SFStats
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A session in its directory: the journals of its stages, its status, its ledger, its disk.
final class WatchedSession: WatchedSource {
  private(set) var state: SessionState
  private(set) var ledger: LedgerLook?
  private let directory: SessionDirectory
  private let plan: SessionPlan
  private var stages: [WatchedStage] = []
  private var origin: StagePlan?

  /// Whether a directory is that of a session.
  static func isSession(_ path: String) -> Bool { SessionDirectory(path).isBegun }

  init(_ path: String) throws {
    directory = SessionDirectory(path)
    state = SessionState(directory.path)
    plan = try directory.existingPlan()
    origin = plan.stages.first { $0.isOrigin }
  }

  func expect(_ cone: ExpectationCone) { state.expectation = cone }

  func takeSaid() -> [SaidAlert] { state.takeSaid() }

  /// How many pieces of each journal are taken before the page is shown again.
  private static let pieces = 64

  var isLived: Bool { !plan.isReplay && state.machine.isLive }

  func poll(at wall: Timestamp, _ eachMark: () throws -> Void) throws -> Bool {
    try openStages()
    let before = state.mark
    var isAll = true
    for stage in stages {
      var pieces = Self.pieces
      while try !stage.poll(&state) {
        pieces -= 1
        if pieces == 0 {
          isAll = false
          break
        }
      }
    }
    if state.mark != before || state.machine.heard == nil { state.machine.heard = wall }
    try lookAtMachine(wall)
    return isAll
  }

  /// Stages come one after another when a session begins.
  private func openStages() throws {
    for (place, stage) in plan.stages.enumerated()
    where stage.host == nil && !stages.contains(where: { $0.name == stage.name }) {
      let roles = plan.roles(ofStage: place)
      let path = directory.stage(stage.name)
      guard !roles.isEmpty, access("\(path)/journal", F_OK) == 0 else { continue }
      stages.append(try WatchedStage(stage.name, path, for: roles))
    }
  }

  private func lookAtMachine(_ wall: Timestamp) throws {
    let status = directory.status(of: plan, at: wall)
    state.machine.state = status.state.rawValue
    state.machine.stages = status.stages.map(\.watched)
    state.machine.receipt = try receipt()
    var room = statvfs()
    if statvfs(directory.path, &room) == 0 {
      state.machine.freeBytes = Int64(room.f_bavail) * Int64(room.f_frsize)
    }
    if ledger == nil { ledger = try LedgerLook(ofSession: directory.path) }
    guard let ledger else { return }
    state.machine.unknownOrders = try ledger.unknownOrders()
    state.machine.untakenWords = try ledger.untaken()
  }

  /// How much later than its time the newest mark of the market came.
  private func receipt() throws -> Int64? {
    guard !plan.isReplay, let origin, let mark = state.market.mark,
      let wall = try Times.wall(of: mark, in: directory.stage(origin.name))
    else { return nil }
    return wall - mark
  }
}

extension SessionPlan {
  /// For what the journal of a stage is read: of lines that several stages pass on, in one place.
  fileprivate func roles(ofStage place: Int) -> StreamRoles {
    var roles: StreamRoles = place == 0 ? .market : []
    let tools = stages.map { $0.words.first?.split(separator: "/").last.map(String.init) ?? "" }
    let trader = tools.firstIndex(of: "sf-strategy")
    if place == (trader ?? tools.count) - 1 { roles.formUnion(.signals) }
    switch tools[place] {
    case "sf-strategy": roles.formUnion([.trader, .alerts])
    case "sf-risk": roles.formUnion(.alerts)
    case "sf-broker": roles.formUnion([.venue, .alerts])
    default: if trader == nil, place == tools.count - 1 { roles.formUnion(.alerts) }
    }
    return roles
  }
}

extension StageStatus {
  /// The same for a monitor.
  fileprivate var watched: MachineState.Stage {
    MachineState.Stage(
      name: name, state: state.rawValue, mark: mark, lag: lag, restarts: restarts, memory: memory,
      reason: reason, isDiskFull: isDiskFull, outageSince: outageSince)
  }
}
