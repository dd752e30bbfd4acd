import SFCore
import SFRun
import SFWire

/// A status as one line of JSON.
extension SessionStatus {
  public var text: String {
    JSONValue.object([
      .init(key: "version", value: .number(String(Self.version))),
      .init(key: "pid", value: .number(pid.map(Int64.init))),
      .init(key: "state", value: .string(state.rawValue)),
      .init(key: "text_hash", value: textHash.map(JSONValue.string) ?? .null),
      .init(key: "stages", value: .array(stages.map(\.json))),
    ]).text + "\n"
  }

  /// Reads what `text` is; `name` is what messages call the file.
  public init(text: String, name: String) throws(InputError) {
    let value: JSONValue
    do { value = try JSONValue(text: Array(text.utf8)) } catch {
      throw InputError(error, file: name, line: 1)
    }
    guard value["version"]?.integer == Self.version else {
      throw InputError(
        .protocolMismatch, file: name, line: 1, column: 1,
        message: "found version \(value["version"]?.text ?? "null"), expected \(Self.version)")
    }
    guard let state = value["state"]?.string.flatMap(State.init),
      let stages = value["stages"]?.array?.map(StageStatus.init), !stages.contains(nil)
    else {
      throw InputError(
        file: name, line: 1, column: 1, message: "found no 'state' and 'stages' of a session")
    }
    self.init(
      pid: value["pid"]?.integer.map(Int32.init), state: state,
      textHash: value["text_hash"]?.string, stages: stages.compactMap(\.self))
  }
}

extension StageStatus {
  fileprivate var json: JSONValue {
    let members: [JSONValue.Member] = [
      .init(key: "name", value: .string(name)),
      .init(key: "pid", value: .number(pid.map(Int64.init))),
      .init(key: "state", value: .string(state.rawValue)),
      .init(key: "mark", value: mark.map { .string("\($0)") } ?? .null),
      .init(key: "wall", value: wall.map { .string("\($0)") } ?? .null),
      .init(key: "lag_s", value: Self.number(lag)),
      .init(key: "restarts", value: .number(String(restarts))),
      .init(key: "last_exit", value: .number(lastExit.map(Int64.init))),
      .init(key: "memory_mb", value: Self.number(memory)),
    ]
    return .object(members + exceptions)
  }

  /// What is said only where it is so.
  private var exceptions: [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    func say(_ key: String, _ value: JSONValue?) {
      if let value { members.append(.init(key: key, value: value)) }
    }
    say("inexact", isInexact ? .bool(true) : nil)
    say("disk_full", isDiskFull ? .bool(true) : nil)
    say("due", due.map { .string("\($0)") })
    say("outage_since", outageSince.map { .string("\($0)") })
    say("reason", reason.map(JSONValue.string))
    return members
  }

  fileprivate init?(_ value: JSONValue) {
    guard let name = value["name"]?.string, let state = value["state"]?.string.flatMap(State.init),
      let restarts = value["restarts"]?.integer
    else { return nil }
    self.init(
      name: name, state: state, pid: value["pid"]?.integer.map(Int32.init),
      mark: value["mark"]?.string.flatMap { Timestamp($0) },
      wall: value["wall"]?.string.flatMap { Timestamp($0) }, lag: Self.double(value["lag_s"]),
      restarts: restarts, lastExit: value["last_exit"]?.integer.map(Int32.init),
      memory: Self.double(value["memory_mb"]))
    isInexact = value["inexact"] == .bool(true)
    isDiskFull = value["disk_full"] == .bool(true)
    due = value["due"]?.string.flatMap { Timestamp($0) }
    outageSince = value["outage_since"]?.string.flatMap { Timestamp($0) }
    reason = value["reason"]?.string
  }

  /// Tenths are enough for people.
  private static func number(_ value: Double?) -> JSONValue {
    value.map { .number("\(($0 * 10).rounded() / 10)") } ?? .null
  }

  private static func double(_ value: JSONValue?) -> Double? {
    if case .number(let text) = value { return Double(text) }
    return nil
  }
}
