import SFCore

/// Which connections carry streams, as a value: what is heard of them goes in, what is to be done
/// comes out. It reads no clock; times are milliseconds of one that nobody sets.
///
/// One connection is enough. A second one lives while it takes over: before the exchange ends the
/// first after a day, and when it says that it is about to end it. The first is closed when the
/// second has been heard of.
///
///     connection 1   open ──────────────────────── 23 h ────┐ closed
///     connection 2                                  open ───┴ heard of ───────
///
/// One that is silent for as long as three updates take, all its streams together, is dead, whatever
/// its socket says. Who is cut off comes back after 0.5 s, doubled each time to 30 s, anything
/// between half of that and all of it, and never more than 300 times in 5 minutes.
package struct StreamLink: Sendable {
  package enum Action: Hashable, Sendable {
    case open(Int)
    /// Asks for a page of the streams.
    case subscribe(Int, page: Int)
    case close(Int)
  }

  private struct Connection {
    let id: Int
    /// When it was asked for, and when it stood; `nil` before.
    let asked: Int64
    var opened: Int64?
    var heard: Int64?
    /// How many pages of streams have been asked for.
    var pages = 0
    /// Whether the server is about to end it.
    var isEnding = false

    /// When it was last known to live.
    var alive: Int64 { heard ?? opened ?? asked }
  }

  /// How long a connection may be silent.
  private let silence: Int64
  /// In how many requests the streams are asked for.
  private let pages: Int
  /// In order of age; the last takes over from those before.
  private var connections: [Connection] = []
  private var ids = 0
  private var failures = 0
  private var notBefore = Int64.min
  /// When the last connections were asked for.
  private var asked: [Int64] = []
  private var random: SplitMix64

  /// Until a connection stands, and until it is replaced.
  private static let (patience, age) = (Int64(10_000), Int64(23 * 3_600_000))
  /// No more connections than this in so long.
  private static let (most, period) = (300, Int64(300_000))
  private static let (firstPause, longestPause) = (Int64(500), Int64(30_000))
  /// A connection takes five messages a second, answers to pings among them.
  private static let betweenPages: Int64 = 300

  /// `update` is how long the exchange takes between two messages of a stream, at most; `seed` is for
  /// the pauses.
  package init(update: Int64, pages: Int, seed: UInt64) {
    silence = 3 * update
    self.pages = pages
    random = SplitMix64(state: seed)
  }

  /// Whether what the streams say comes by now.
  package var isLive: Bool { connections.contains { $0.heard != nil } }

  // MARK: What is heard

  package mutating func opened(_ id: Int, at now: Int64) {
    change(id) { $0.opened = now }
  }

  /// A message of a stream; those that stood before it are not needed any more.
  package mutating func heard(_ id: Int, at now: Int64) -> [Action] {
    guard let place = connections.firstIndex(where: { $0.id == id }) else { return [] }
    connections[place].heard = now
    failures = 0
    let replaced = connections[..<place].map { Action.close($0.id) }
    connections.removeSubrange(..<place)
    return replaced
  }

  /// The server says that it is about to end a connection.
  package mutating func isEnding(_ id: Int) { change(id) { $0.isEnding = true } }

  /// A connection is no more, or has not come about.
  package mutating func closed(_ id: Int, at now: Int64) {
    guard let place = connections.firstIndex(where: { $0.id == id }) else { return }
    connections.remove(at: place)
    let bound = min(Self.longestPause, Self.firstPause << Int64(min(failures, 16)))
    failures += 1
    notBefore = now + bound / 2 + Int64(random.below(Int(bound / 2) + 1))
  }

  private mutating func change(_ id: Int, _ body: (inout Connection) -> Void) {
    if let place = connections.firstIndex(where: { $0.id == id }) { body(&connections[place]) }
  }

  // MARK: What is to be done

  /// What is to be done by now.
  package mutating func act(at now: Int64) -> [Action] {
    var actions: [Action] = []
    for connection in connections where now >= end(of: connection) {
      actions.append(.close(connection.id))
      closed(connection.id, at: now)
    }
    if needsOne(at: now), now >= mayOpen(at: now) {
      ids += 1
      connections.append(Connection(id: ids, asked: now))
      asked.append(now)
      if asked.count > Self.most { asked.removeFirst() }
      actions.append(.open(ids))
    }
    for place in connections.indices {
      guard let due = nextPage(connections[place]), now >= due else { continue }
      actions.append(.subscribe(connections[place].id, page: connections[place].pages))
      connections[place].pages += 1
    }
    return actions
  }

  /// When there may be something to do next; `.max` when that is up to the exchange.
  package func wake(at now: Int64) -> Int64 {
    var wake = connections.map { min(end(of: $0), nextPage($0) ?? .max) }.min() ?? .max
    guard let last = connections.last else { return min(wake, mayOpen(at: now)) }
    if needsOne(at: now) {
      wake = min(wake, mayOpen(at: now))
    } else if connections.count == 1 {
      wake = min(wake, last.asked + Self.age)
    }
    return wake
  }

  private func needsOne(at now: Int64) -> Bool {
    guard let last = connections.last else { return true }
    return connections.count == 1 && (last.isEnding || now >= last.asked + Self.age)
  }

  /// When a connection is given up unless something is heard of it.
  private func end(of connection: Connection) -> Int64 {
    connection.alive + (connection.opened == nil ? Self.patience : silence)
  }

  private func nextPage(_ connection: Connection) -> Int64? {
    guard let opened = connection.opened, connection.pages < pages else { return nil }
    return opened + Int64(connection.pages) * Self.betweenPages
  }

  /// The earliest time, not before `now`, at which a connection may be asked for.
  private func mayOpen(at now: Int64) -> Int64 {
    let crowded =
      asked.count < Self.most ? Int64.min : asked[asked.count - Self.most] + Self.period
    return max(now, notBefore, crowded)
  }
}
