import SFCore
import SFMonitor
import SFNotify
import SFRun
import SFTool

/// The watching of sessions: takes what has come, asks the rules, says what has changed.
final class Monitor {
  /// A source, and what is made of it.
  private struct Watched {
    let source: any WatchedSource
    var alerts: AlertBook
    var notes = DayBook()
    /// When a report of its day is due; `nil` for never.
    var daily: DailyTime?

    var state: WatchedState { WatchedState(source.state, alerts, notes) }
  }

  private var watched: [Watched]
  private let output: AlertOutput
  private let clock: any Clock
  /// Where it is shown; `nil` for nowhere.
  var board: Board?
  /// Whom it is told; `nil` for nobody.
  var correspondence: Correspondence?
  private var nextPost = Moment.past

  /// How often what is shown is made anew.
  private static let postApart = TimeSpan.milliseconds(500)

  /// How often is looked: a fifth of a second is at once for people.
  private static let apart = TimeSpan.milliseconds(200)

  init(
    _ sources: [any WatchedSource], _ options: WatchOptions, daily: DailyTime?,
    _ output: AlertOutput, _ clock: any Clock
  ) throws {
    let watches = try options.watches()
    self.output = output
    self.clock = clock
    watched = sources.map { Watched(source: $0, alerts: AlertBook(watches), daily: daily) }
    if let file = options.expected {
      let cone = try ExpectedRun.cone(file)
      for source in sources { source.expect(cone) }
    }
  }

  /// Whether all that is watched has come to its end; a session that stands still may go on.
  private var hasEnded: Bool { watched.allSatisfy { $0.source.state.machine.hasEnded } }

  func run(until stop: Int32) throws {
    var awaited = WaitSet(stop: stop)
    while !awaited.isStopped, !Interruption.isRequested {
      let isAll = try look()
      post(isAll)
      // What is served goes on being shown when its streams have ended.
      if hasEnded, board == nil { return }
      if isAll { _ = awaited.wait(until: clock.now + Self.apart, clock) }
    }
  }

  /// Takes all that is there, and says what is wrong.
  func lookOnce() throws -> ExitStatus {
    while try !take() {
      if Interruption.isRequested { return Interruption.exitStatus }
    }
    for place in watched.indices { try judge(place) }
    let isWell = watched.allSatisfy { $0.alerts.open.isEmpty && $0.source.state.said.open.isEmpty }
    return isWell ? .done : .found
  }

  /// Takes a part of what has come and asks the rules; returns whether that was all.
  private func look() throws -> Bool {
    let isAll = try take { try self.judge($0) }
    // What was wrong long ago in a session that is just being read is no news.
    if isAll { for place in watched.indices { try judge(place) } }
    return isAll
  }

  /// Makes what is shown anew, now and then.
  private func post(_ isAll: Bool) {
    guard board != nil || correspondence != nil, clock.now >= nextPost else { return }
    nextPost = clock.now + Self.postApart
    let states = watched.map(\.state)
    board?.post(states, isAll: isAll, at: clock.time)
    correspondence?.beat(isCurrent: isAll && states.allSatisfy(\.isCurrent))
  }

  /// `eachMark` is called at each mark of a source whose marks are judged one by one.
  private func take(_ eachMark: (Int) throws -> Void = { _ in }) throws -> Bool {
    var isAll = true
    for place in watched.indices {
      let isRead = try watched[place].source.poll(at: clock.time) { try eachMark(place) }
      if !isRead { isAll = false }
    }
    return isAll
  }

  private func judge(_ place: Int) throws {
    let source = watched[place].source
    let said = source.takeSaid()
    guard let mark = source.state.mark else { return }
    let wall = clock.time
    // A session that lives has the days of the machine, all else those of its marks.
    let now = source.isLived ? wall : mark
    watched[place].notes.look(at: source.state.machine, now: now)
    for said in said { try say(said.alert, place, at: said.at, now: now) }
    for alert in watched[place].alerts.look(at: source.state, wall: wall) {
      try say(alert, place, at: mark, now: now)
    }
    if let day = watched[place].daily?.due(at: now) {
      correspondence?.report(DailyReport(watched[place].state, day: day), at: now)
    }
  }

  private func say(_ alert: Alert, _ place: Int, at ts: Timestamp, now: Timestamp) throws {
    watched[place].notes.note(alert, at: ts, now: now)
    try output.say(alert, of: watched[place].source.state.name, at: ts)
    correspondence?.tell(alert, of: watched[place].state, at: ts)
  }
}
