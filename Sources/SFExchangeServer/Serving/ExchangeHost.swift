import Logging
import SFCore
import SFExchange
import SFWire

/// What all connections share: the exchange, its clock and its journal. It lives on one event loop,
/// whose callbacks are all that touches it.
final class ExchangeHost {
  /// Who waits for a reply.
  typealias Waiter = (Answered) -> Void

  private(set) var session: ExchangeSession
  private var clock: ExchangeClock
  private let journal: ExchangeJournal?
  private let log: Logger
  private var waiting: [Int: Waiter] = [:]
  private var counts: [String: Int] = [:]
  /// Connections of the WebSocket API, and how each is sent something.
  private var sockets: [Int: Socket] = [:]
  private var nextSocket = 1
  /// Frames that are to leave, in their order.
  private var outgoing: ArraySlice<SocketPush> = []

  /// A connection that stays.
  struct Socket {
    let isOfStreams: Bool
    /// Leaves a text to be sent with the next flush.
    let write: (String) -> Void
    let flush: () -> Void
    /// Ends it, as a server does that ends.
    let end: () -> Void
    /// Ends it in the middle of a frame.
    let cut: () -> Void
  }

  init(
    _ session: ExchangeSession, _ clock: ExchangeClock, _ journal: ExchangeJournal?, _ log: Logger
  ) {
    self.session = session
    self.clock = clock
    self.journal = journal
    self.log = log
  }

  /// The machine's milliseconds of a length of the exchange's time.
  func machine(_ milliseconds: Int64) -> Int64 { clock.machine(milliseconds) }

  func receive(_ request: APIRequest, _ waiter: @escaping Waiter) {
    let ticket = session.receive(request, at: clock.time)
    waiting[ticket] = waiter
    settle()
  }

  // MARK: Connections that stay

  /// A connection begins: its number, or how it is turned away.
  func open(from address: String, _ socket: Socket) -> Result<Int, TurnedAway> {
    let number = nextSocket
    nextSocket += 1
    if let reply = session.open(number, address: address, at: clock.time) {
      return .failure(TurnedAway(reply: reply))
    }
    journal?.write(
      .connected(number, address: address, session.time), after: session.lastTicket)
    sockets[number] = socket
    return .success(number)
  }

  /// A connection of the streams begins.
  func openStream(_ names: [String], isCombined: Bool, _ socket: Socket) -> Int {
    let number = nextSocket
    nextSocket += 1
    session.openStream(number, names, isCombined: isCombined, at: clock.time)
    sockets[number] = socket
    settle()
    return number
  }

  /// What a message of a connection of the streams is answered; `nil` ends the connection.
  func answer(stream text: String, _ connection: Int) -> String? {
    session.answer(stream: text, connection, at: clock.time)?.text
  }

  func close(_ connection: Int) {
    guard let socket = sockets.removeValue(forKey: connection) else { return }
    if socket.isOfStreams {
      session.closeStream(connection)
      return
    }
    session.advance(to: clock.time)
    session.close(connection)
    journal?.write(.disconnected(connection, session.time), after: session.lastTicket)
  }

  // MARK: Time

  /// Lets time go by up to now.
  ///
  /// What streams are due is looked at here alone: with hundreds of them, each request would wait.
  func tick() {
    session.advance(to: clock.time)
    settle()
    outgoing += session.takeFrames()
  }

  /// Frames of so many connections leave at once.
  private static let connectionsAtOnce = 16

  /// Sends what some connections are due; whether others still wait. A request that comes meanwhile
  /// is answered in between.
  func sendSome() -> Bool {
    var (connections, count, last) = (0, 0, 0)
    for push in outgoing {
      if push.connection != last { (connections, last) = (connections + 1, push.connection) }
      if connections > Self.connectionsAtOnce { break }
      count += 1
    }
    send(Array(outgoing.prefix(count)))
    outgoing = count == outgoing.count ? [] : outgoing.dropFirst(count)
    return !outgoing.isEmpty
  }

  /// Lets time go by where the clock goes by steps.
  func step(_ milliseconds: Int64) {
    clock.step(milliseconds)
    tick()
  }

  func add(_ rules: [FaultRule]) {
    session.advance(to: clock.time)
    for rule in rules {
      session.add(rule)
      journal?.write(.added(rule, session.time), after: session.lastTicket)
    }
    settle()
  }

  func clearFaults() {
    session.advance(to: clock.time)
    session.clearFaults()
    journal?.write(.calmed(session.time), after: session.lastTicket)
    settle()
  }

  /// Hands out what was answered, and says what has happened by itself.
  private func settle() {
    for answer in session.takeAnswers() {
      journal?.write(RequestRecord(answer))
      if let fault = answer.request.fault { note(fault.name) }
      waiting.removeValue(forKey: answer.ticket)?(answer.answered)
    }
    for fault in session.takeHappened() {
      note(fault.name)
      if let failure = fault.failure { log.warning("the fault \(fault.name): \(failure)") }
    }
    for push in session.takePushes() {
      if sockets[push.connection]?.isOfStreams == false { journal?.write(push) }
      send([push])
    }
    if session.takeCutOff() {
      for connection in sockets.keys.sorted() { sockets[connection]?.cut() }
    }
    if session.takeShutdown() {
      for connection in sockets.keys.sorted() { sockets[connection]?.end() }
    }
  }

  /// Frames that follow each other to one connection leave together.
  private func send(_ pushes: [SocketPush]) {
    for (place, push) in pushes.enumerated() {
      guard let socket = sockets[push.connection] else { continue }
      socket.write(push.frame.text)
      let isLast = place + 1 == pushes.count || pushes[place + 1].connection != push.connection
      if isLast { socket.flush() }
    }
  }

  private func note(_ fault: String) {
    counts[fault, default: 0] += 1
    log.info("fault \(fault), \(counts[fault] ?? 1) so far")
  }

  func flush() throws { try journal?.flush() }
}

/// A connection that is not let in.
struct TurnedAway: Error {
  let reply: APIReply
}
