import SFCore
import SFExchange
import SFRun
import SFTransport
import SFWire

/// The requests of a journal again, at the times when they came, in front of a new exchange: what
/// they do is written as the journal of it.
struct JournalReplay {
  private enum Line {
    case request(RequestRecord)
    case event(JournalEvent, after: Int)

    /// Requests are written when they are answered; they came in the order of their numbers, and
    /// what else came is behind one of them.
    var place: (number: Int, behind: Int) {
      switch self {
      case .request(let record): (record.number, 0)
      case .event(_, let number): (number, 1)
      }
    }
  }

  /// As they came.
  private let lines: [Line]
  /// When the exchange of the journal opened.
  private let opened: Timestamp
  /// The newest time that the journal says.
  private let last: Timestamp

  init(path: String) throws {
    let bytes = try Endpoint.bytes(of: path)
    var lines: [Line] = []
    var opened: Timestamp?
    var last = Timestamp.earliest
    for (index, text) in bytes.split(separator: 10).enumerated() {
      do {
        let value = try JSONValue(text: Array(text))
        if let time = value["opened"]?.string.flatMap(Timestamp.init) { opened = time }
        if let line = try Self.line(value) { lines.append(line) }
        last = max(last, Self.time(value) ?? last)
      } catch let error as FaultError {
        throw InputError(file: path, line: index + 1, column: 1, message: error.reason)
      } catch let error as WireError {
        throw InputError(error, file: path, line: index + 1)
      }
    }
    guard let opened else {
      throw InputError(
        file: path, line: 1, column: 1, message: "found no 'opened', expected a journal",
        help: "sf-exchange serve --journal FILE makes one")
    }
    self.opened = opened
    self.last = max(last, opened)
    self.lines = lines.enumerated().sorted {
      let (a, b) = ($0.element.place, $1.element.place)
      return (a.number, a.behind, $0.offset) < (b.number, b.behind, $1.offset)
    }.map(\.element)
  }

  /// `nil` for a line that says what came of others.
  private static func line(_ value: JSONValue) throws(FaultError) -> Line? {
    if value["opened"] != nil || value["pushed"] != nil { return nil }
    if let event = try JournalEvent(value) {
      return .event(event, after: value["after"]?.integer ?? 0)
    }
    return .request(try RequestRecord(value))
  }

  /// When something came, or was sent.
  private static func time(_ value: JSONValue) -> Timestamp? {
    value["ts"]?.string.flatMap(Timestamp.init)
      ?? value["pushed"]?["event"]?["E"]?.integer.map { Timestamp(milliseconds: Int64($0)) }
  }

  /// The exchange as it was when the journal ended.
  func exchange(_ builder: ExchangeBuilder) throws -> SpotExchange {
    var session = try builder.session(opening: opened)
    for line in lines {
      switch line {
      case .request(let record):
        session.advance(to: record.arrival)
        _ = session.receive(record.request, at: record.arrival)
      case .event(let event, _):
        session.advance(to: event.time)
        take(event, &session)
      }
      _ = (session.takeAnswers(), session.takePushes())
    }
    session.advance(to: last)
    return session.api.exchange
  }

  func run(_ builder: ExchangeBuilder) throws {
    let journal = try ExchangeJournal(path: "-", opened: opened)
    var session = try builder.session(opening: opened)
    for line in lines {
      switch line {
      case .request(let record):
        session.advance(to: record.arrival)
        write(&session, journal)
        _ = session.receive(record.request, at: record.arrival)
      case .event(let event, _):
        session.advance(to: event.time)
        write(&session, journal)
        take(event, &session)
        journal.write(event, after: session.lastTicket)
      }
      write(&session, journal)
    }
    // What a fault held back has its time, too.
    session.advance(to: session.time + Timestamp.millisecondsPerDay)
    write(&session, journal)
    try journal.flush()
  }

  private func take(_ event: JournalEvent, _ session: inout ExchangeSession) {
    switch event {
    case .added(let rule, _): session.add(rule)
    case .calmed: session.clearFaults()
    case .connected(let number, let address, let time):
      // Who was turned away then is turned away again.
      _ = session.open(number, address: address, at: time)
    case .disconnected(let number, _): session.close(number)
    }
  }

  private func write(_ session: inout ExchangeSession, _ journal: ExchangeJournal) {
    for answer in session.takeAnswers() { journal.write(RequestRecord(answer)) }
    for push in session.takePushes() { journal.write(push) }
  }
}
