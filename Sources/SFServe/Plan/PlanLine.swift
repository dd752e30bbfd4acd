import SFCore
import SFRun
import SFWire

/// The keys of one line of the file `config`, each taken once, so that one that nobody knows is found.
struct PlanLine {
  private let file: String
  private let number: Int
  private var members: [JSONValue.Member]

  init(_ text: String, file: String, _ number: Int) throws(InputError) {
    (self.file, self.number) = (file, number)
    do {
      members = try JSONValue(text: Array(text.utf8)).members ?? []
    } catch {
      throw InputError(error, file: file, line: number)
    }
  }

  // MARK: Lines

  mutating func session() throws(InputError) -> SessionPlan {
    try take("type", "session")
    let version = try integer("version")
    guard version == SessionPlan.version else {
      throw error(
        "found version \(version.map(String.init) ?? "null"), expected \(SessionPlan.version)",
        .protocolMismatch)
    }
    guard let sync = SessionPlan.Sync(rawValue: try string("sync") ?? "") else {
      throw error("found another 'sync', expected one of \(Self.syncs)")
    }
    let keep = try integer("keep_ms").map { TimeSpan(milliseconds: Int64($0)) }
    guard let segment = try integer("segment_bytes"), segment > 0 else {
      throw error("found no 'segment_bytes' above 0")
    }
    var plan = SessionPlan(
      stages: [], sync: sync, keep: keep, segmentBytes: segment, isReplay: try flag("replay"),
      textHash: try string("text_hash"))
    if has("variables") { plan.variables = try variables() }
    if has("carried") { plan.carried = try string("carried") }
    return plan
  }

  private mutating func variables() throws(InputError) -> [SessionPlan.Variable] {
    guard let members = try value("variables").members else {
      throw error("found 'variables' that are no object")
    }
    var variables: [SessionPlan.Variable] = []
    for member in members {
      guard let value = member.value.string else {
        throw error("found the variable '\(member.key)', which is no text")
      }
      variables.append(.init(member.key, value))
    }
    return variables
  }

  private static var syncs: String {
    SessionPlan.Sync.allCases.map(\.rawValue).joined(separator: " ")
  }

  mutating func stage() throws(InputError) -> StagePlan {
    try take("type", "stage")
    return StagePlan(
      name: try string("name") ?? "", words: try strings("words"), inputs: try inputs(),
      speaksForOutside: try flag("origin"), warmUp: try integer("warm_up"),
      host: try string("host"), tees: try strings("tee"))
  }

  private mutating func inputs() throws(InputError) -> [StagePlan.Input] {
    guard let values = try value("inputs").array else {
      throw error("found 'inputs' that are no array")
    }
    var inputs: [StagePlan.Input] = []
    for value in values {
      guard let name = value["name"]?.string, let from = value["from"]?.string else {
        throw error("found an input without 'name' and 'from'")
      }
      inputs.append(.init(name: name, from: from))
    }
    return inputs
  }

  /// Fails where a key is left that nobody took.
  func end() throws(InputError) {
    if let member = members.first { throw error("found the key '\(member.key)', which is unknown") }
  }

  // MARK: Keys

  /// Whether a key is there that need not be.
  private func has(_ key: String) -> Bool { members.contains { $0.key == key } }

  private mutating func value(_ key: String) throws(InputError) -> JSONValue {
    guard let place = members.firstIndex(where: { $0.key == key }) else {
      throw error("found no key '\(key)'")
    }
    return members.remove(at: place).value
  }

  private mutating func take(_ key: String, _ expected: String) throws(InputError) {
    let found = try value(key).string
    guard found == expected else {
      throw error("found the \(key) '\(found ?? "null")', expected '\(expected)'")
    }
  }

  private mutating func string(_ key: String) throws(InputError) -> String? {
    switch try value(key) {
    case .string(let text): text
    case .null: nil
    default: throw error("found a '\(key)' that is no text")
    }
  }

  private mutating func integer(_ key: String) throws(InputError) -> Int? {
    let value = try value(key)
    guard value == .null || value.integer != nil else {
      throw error("found a '\(key)' that is no whole number")
    }
    return value.integer
  }

  private mutating func flag(_ key: String) throws(InputError) -> Bool {
    guard case .bool(let flag) = try value(key) else {
      throw error("found a '\(key)' that is neither true nor false")
    }
    return flag
  }

  private mutating func strings(_ key: String) throws(InputError) -> [String] {
    let values = try value(key).array
    guard let texts = values?.compactMap(\.string), texts.count == values?.count else {
      throw error("found '\(key)' that are no texts")
    }
    return texts
  }

  private func error(_ message: String, _ status: ExitStatus = .configuration) -> InputError {
    InputError(status, file: file, line: number, column: 1, message: message)
  }
}
