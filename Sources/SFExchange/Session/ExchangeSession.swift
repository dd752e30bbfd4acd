import SFCore
import SFWire

/// The whole exchange as it runs: its market, its faults, its requests; each at its time.
///
/// What happens between two requests does not depend on how often it is looked at: the same market,
/// faults and requests at the same times give the same replies.
package struct ExchangeSession: Sendable {
  package private(set) var api: ExchangeAPI
  private var tape: any MarketTape
  private var next: MarketEvent?
  /// Requests that have not reached the engine, in the order in which they came.
  private var pending: [(ticket: Int, request: PendingRequest)] = []
  private var nextTicket = 1
  private var answers: [ExchangeAnswer] = []
  /// What has happened by itself since it was last taken.
  private var happened: [HappenedFault] = []

  package init(_ api: ExchangeAPI, _ tape: any MarketTape) {
    self.api = api
    self.tape = tape
    next = self.tape.next()
  }

  package var time: Timestamp { api.exchange.time }

  /// The ticket of the newest request; 0 for none.
  package var lastTicket: Int { nextTicket - 1 }

  /// Everything up to a time, in its order; of one time faults first, then the market, then
  /// requests.
  package mutating func advance(to time: Timestamp) {
    while true {
      let fault = api.faults.nextDue ?? .latest
      let event = next?.time ?? .latest
      let first = pending.min { $0.request.due < $1.request.due }
      let request = first?.request.due ?? .latest
      let earliest = min(fault, event, request)
      guard earliest <= time, earliest < .latest else { break }
      if fault == earliest {
        happened += api.takeDueFaults(at: max(fault, self.time))
      } else if event == earliest {
        takeEvent()
      } else if let first {
        answer(first.ticket, first.request)
      }
    }
    api.advance(to: time)
  }

  private mutating func takeEvent() {
    if let event = next { api.take(event) }
    next = tape.next()
  }

  private mutating func answer(_ ticket: Int, _ request: PendingRequest) {
    pending.removeAll { $0.ticket == ticket }
    let answered = api.answer(request, at: max(request.due, time))
    answers.append(ExchangeAnswer(ticket: ticket, request: request, answered: answered))
  }

  /// Lets a request in, at a time, which is that of the newest event at least; its answer comes
  /// under the ticket, at once unless a fault holds the request back.
  package mutating func receive(_ request: APIRequest, at time: Timestamp) -> Int {
    let time = max(time, self.time)
    advance(to: time)
    let ticket = nextTicket
    nextTicket += 1
    pending.append((ticket, api.receive(request, at: time)))
    advance(to: time)
    return ticket
  }

  /// What has been answered since it was last asked, in order.
  package mutating func takeAnswers() -> [ExchangeAnswer] {
    defer { answers = [] }
    return answers
  }

  /// Something more that the market does, beside its tape.
  package mutating func take(_ event: MarketEvent) {
    advance(to: event.time)
    api.take(event)
  }

  package mutating func add(_ rule: FaultRule) { api.add(rule) }

  package mutating func clearFaults() { api.clearFaults() }

  /// What connections are sent that they have not asked for, since it was last taken.
  package mutating func takePushes() -> [SocketPush] { api.takePushes() }

  /// A connection of the WebSocket API begins; says how it is turned away, if it is.
  package mutating func open(
    _ connection: Int, address: String, at time: Timestamp
  ) -> APIReply? {
    let time = max(time, self.time)
    advance(to: time)
    return api.open(connection, address: address, at: time)
  }

  package mutating func close(_ connection: Int) { api.close(connection) }

  // MARK: Streams

  package mutating func openStream(
    _ connection: Int, _ names: [String], isCombined: Bool, at time: Timestamp
  ) {
    advance(to: time)
    api.streams.open(connection, names, isCombined: isCombined, in: api.exchange)
  }

  package mutating func closeStream(_ connection: Int) { api.streams.close(connection) }

  /// Answers a message of a connection of the streams; `nil` ends the connection.
  package mutating func answer(
    stream text: String, _ connection: Int, at time: Timestamp
  ) -> JSONValue? {
    advance(to: time)
    return api.streams.answer(text, connection, in: api.exchange)
  }

  package mutating func takeFrames() -> [SocketPush] { api.takeFrames() }

  /// Whether all connections that stay are to be ended now; said once.
  package mutating func takeShutdown() -> Bool {
    defer { api.isShuttingDown = false }
    return api.isShuttingDown
  }

  /// Whether all connections that stay are to be ended now, without a word; said once.
  package mutating func takeCutOff() -> Bool {
    defer { api.isCutOff = false }
    return api.isCutOff
  }

  package mutating func takeHappened() -> [HappenedFault] {
    defer { happened = [] }
    return happened
  }
}

/// What became of a request.
package struct ExchangeAnswer: Equatable, Sendable {
  package let ticket: Int
  package let request: PendingRequest
  package let answered: Answered
}
