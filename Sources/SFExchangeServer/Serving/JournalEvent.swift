import SFCore
import SFExchange
import SFWire

/// A line of the journal that is no request: what else has come from outside.
///
///     {"connected":1,"address":"127.0.0.1","ts":"2026-01-05T00:00:00.000Z","after":3}
enum JournalEvent {
  /// A fault that was added while the exchange ran.
  case added(FaultRule, Timestamp)
  /// All faults were taken away.
  case calmed(Timestamp)
  /// A connection of the WebSocket API began.
  case connected(Int, address: String, Timestamp)
  /// It ended.
  case disconnected(Int, Timestamp)

  var time: Timestamp {
    switch self {
    case .added(_, let time), .calmed(let time), .connected(_, _, let time),
      .disconnected(_, let time):
      time
    }
  }

  func text(after last: Int) -> JSONValue {
    let what: [(String, JSONValue)] =
      switch self {
      case .added(let rule, _): [("added", rule.text)]
      case .calmed: [("calmed", .bool(true))]
      case .connected(let number, let address, _):
        [("connected", .number("\(number)")), ("address", .string(address))]
      case .disconnected(let number, _): [("disconnected", .number("\(number)"))]
      }
    return .object(
      what + [("ts", .string(time.description)), ("after", .number("\(last)"))])
  }

  /// `nil` for a line that is another.
  init?(_ value: JSONValue) throws(FaultError) {
    func time() throws(FaultError) -> Timestamp {
      guard let time = value["ts"]?.string.flatMap(Timestamp.init) else {
        throw FaultError("found \(value["ts"]?.text ?? "nothing") as 'ts', expected a time")
      }
      return time
    }
    if let rule = value["added"] {
      self = .added(try FaultRule(rule), try time())
    } else if value["calmed"] != nil {
      self = .calmed(try time())
    } else if let number = value["connected"]?.integer {
      self = .connected(number, address: value["address"]?.string ?? "", try time())
    } else if let number = value["disconnected"]?.integer {
      self = .disconnected(number, try time())
    } else {
      return nil
    }
  }
}
