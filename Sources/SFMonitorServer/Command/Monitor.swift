import SFCore
import SFMonitor
import SFRun
import SFTool

/// The watching of sessions: takes what has come, asks the rules, says what has changed.
final class Monitor {
  private let sources: [any WatchedSource]
  private var books: [AlertBook]
  private let output: AlertOutput
  private let clock: any Clock
  /// Where it is shown; `nil` for nowhere.
  var board: Board?
  /// Whether who is shown it may say something.
  var canControl = false
  private var nextPost = Moment.past

  /// How often what is shown is made anew.
  private static let postApart = TimeSpan.milliseconds(500)

  /// How often is looked: a fifth of a second is at once for people.
  private static let apart = TimeSpan.milliseconds(200)

  init(
    _ sources: [any WatchedSource], _ options: WatchOptions, _ output: AlertOutput,
    _ clock: any Clock
  ) throws {
    let watches = try options.watches()
    self.sources = sources
    self.output = output
    self.clock = clock
    books = sources.map { _ in AlertBook(watches) }
    if let file = options.expected {
      let cone = try ExpectedRun.cone(file)
      for source in sources { source.expect(cone) }
    }
  }

  /// Whether all that is watched has come to its end; a session that stands still may go on.
  private var hasEnded: Bool { sources.allSatisfy { $0.state.machine.hasEnded } }

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
    try judge()
    return books.allSatisfy(\.open.isEmpty) ? .done : .found
  }

  /// Takes a part of what has come and asks the rules; returns whether that was all.
  private func look() throws -> Bool {
    let isAll = try take()
    // What was wrong long ago in a session that is just being read is no news.
    for (place, source) in sources.enumerated() where isAll || source is WatchedStream {
      try judge(place)
    }
    return isAll
  }

  /// Makes what is shown anew, now and then.
  private func post(_ isAll: Bool) {
    guard let board, clock.now >= nextPost else { return }
    nextPost = clock.now + Self.postApart
    let watched = zip(sources, books).map { WatchedState($0.state, $1) }
    board.post(
      metrics: MetricsText.text(watched, at: clock.time),
      snapshot: Snapshot.json(watched, canControl: canControl).text,
      illness: isAll ? watched.flatMap(\.illness) : ["the journals are still being read"])
  }

  private func take() throws -> Bool {
    var isAll = true
    for source in sources where try !source.poll(at: clock.time) { isAll = false }
    return isAll
  }

  private func judge() throws {
    for place in sources.indices { try judge(place) }
  }

  private func judge(_ place: Int) throws {
    let source = sources[place]
    for said in source.takeSaid() {
      try output.say(said.alert, of: source.state.name, at: said.at)
    }
    guard let mark = source.state.mark else { return }
    for alert in books[place].look(at: source.state, wall: clock.time) {
      try output.say(alert, of: source.state.name, at: mark)
    }
  }
}
