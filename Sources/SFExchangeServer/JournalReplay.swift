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
    case fault(FaultRule, at: Timestamp)
    case connected(Int, address: String, at: Timestamp)
    case disconnected(Int, at: Timestamp)

    var time: Timestamp {
      switch self {
      case .request(let record): record.arrival
      case .fault(_, let time), .connected(_, _, let time), .disconnected(_, let time): time
      }
    }
  }

  private let lines: [Line]
  /// When the exchange of the journal opened.
  private let opened: Timestamp

  init(path: String) throws {
    let bytes = try Endpoint.bytes(of: path)
    var lines: [Line] = []
    var opened: Timestamp?
    for (index, text) in bytes.split(separator: 10).enumerated() {
      do {
        let value = try JSONValue(text: Array(text))
        if let time = value["opened"]?.string.flatMap(Timestamp.init) { opened = time }
        if let line = try Self.line(value) { lines.append(line) }
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
    self.lines = lines
  }

  /// `nil` for a line that says what came of others.
  private static func line(_ value: JSONValue) throws(FaultError) -> Line? {
    if value["opened"] != nil || value["pushed"] != nil { return nil }
    func time() throws(FaultError) -> Timestamp {
      guard let time = value["ts"]?.string.flatMap(Timestamp.init) else {
        throw FaultError("found \(value["ts"]?.text ?? "nothing") as 'ts', expected a time")
      }
      return time
    }
    if let rule = value["added"] { return .fault(try FaultRule(rule), at: try time()) }
    if let number = value["connected"]?.integer {
      return .connected(number, address: value["address"]?.string ?? "", at: try time())
    }
    if let number = value["disconnected"]?.integer { return .disconnected(number, at: try time()) }
    return .request(try RequestRecord(value))
  }

  /// Requests were written when they were answered; they come in the order of their numbers.
  private var inOrder: [Line] {
    func number(_ line: Line) -> Int {
      if case .request(let record) = line { return record.number }
      return 0
    }
    return lines.enumerated().sorted {
      ($0.element.time, number($0.element), $0.offset) < (
        $1.element.time, number($1.element), $1.offset
      )
    }.map(\.element)
  }

  func run(_ builder: ExchangeBuilder) throws {
    let journal = try ExchangeJournal(path: "-", opened: opened)
    var session = try builder.session(opening: opened)
    for line in inOrder {
      session.advance(to: line.time)
      write(&session, journal)
      switch line {
      case .request(let record): _ = session.receive(record.request, at: record.arrival)
      case .fault(let rule, let time):
        session.add(rule)
        journal.write(fault: rule, at: time)
      case .connected(let number, let address, let time):
        // Who was turned away then is turned away again.
        _ = session.open(number, address: address, at: time)
        journal.write(opened: number, from: address, at: time)
      case .disconnected(let number, let time):
        session.close(number)
        journal.write(closed: number, at: time)
      }
      write(&session, journal)
    }
    // What a fault held back has its time, too.
    session.advance(to: session.time + Timestamp.millisecondsPerDay)
    write(&session, journal)
    try journal.flush()
  }

  private func write(_ session: inout ExchangeSession, _ journal: ExchangeJournal) {
    for answer in session.takeAnswers() { journal.write(RequestRecord(answer)) }
    for push in session.takePushes() { journal.write(push) }
  }
}
