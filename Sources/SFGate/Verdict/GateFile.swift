import SFCore
import SFRun
import SFWire

/// What a session that is through gets: a line of JSON, which live trading asks for.
///
///     {"gate":1,"at":"…","tool":"…","configuration":{…},"journals":[…],"days":[…],"criteria":[…]}
public struct GateFile: Equatable, Sendable {
  /// The form of the file.
  public static let version = 1

  /// A journal as it was when it was judged.
  public struct Journal: Equatable, Sendable {
    public let stage: String
    /// Its last mark; `nil` for one without.
    public let mark: Timestamp?
    /// SHA-256 of all of it up to there.
    public let hash: String

    public init(stage: String, mark: Timestamp?, hash: String) {
      (self.stage, self.mark, self.hash) = (stage, mark, hash)
    }
  }

  public struct Criterion: Equatable, Sendable {
    public let key: String
    public let limit: String
    public let value: String
    public let why: String
  }

  public let at: Timestamp
  /// The version of the tool that has judged.
  public let tool: String
  public let configuration: ConfigurationHash
  public let journals: [Journal]
  /// The first and the last day that were judged.
  public let days: [String]
  public let criteria: [Criterion]

  /// Of a verdict in which all have passed.
  public init(
    _ verdict: GateVerdict, _ configuration: ConfigurationHash, _ journals: [Journal],
    at: Timestamp, tool: String
  ) {
    precondition(verdict.passes && !verdict.isRehearsal, "only who is through gets one")
    (self.at, self.tool) = (at, tool)
    (self.configuration, self.journals) = (configuration, journals)
    days = verdict.days.map { [GateText.day($0.lowerBound), GateText.day($0.upperBound)] } ?? []
    criteria = verdict.rows.map {
      Criterion(
        key: $0.key, limit: $0.finding.limit, value: $0.finding.value, why: $0.finding.reason)
    }
  }

  /// Why a session is not the one that has passed; `nil` where it is.
  public func refusal(of other: ConfigurationHash) -> String? {
    if other.hash == configuration.hash { return nil }
    return other.difference(from: configuration) ?? "the configuration is another"
  }
}

// MARK: - What it is worth

extension GateFile {
  /// Lets orders through whose header is of the configuration that has passed; all others are refused
  /// (77), with the reason. `text` is what stands in the file `name`; `nil` where there is none.
  public static func admit(_ header: Header, by text: String?, name: String) throws {
    guard let text else {
      throw StageError(
        .refused, "found no '\(name)', expected what sf-gate writes of a session that has passed",
        help: "real money is for who has shown what it does with none: sf-gate DIRECTORY")
    }
    let file = try GateFile(text: text, name: name)
    guard let refusal = file.refusal(of: try ConfigurationHash(header)) else { return }
    throw StageError(
      .refused, "'\(name)' is worth nothing for these orders: \(refusal)",
      help: "another configuration has to pass by itself: sf-gate DIRECTORY")
  }
}

// MARK: - The line

extension GateFile {
  public var text: String {
    let members: [JSONValue.Member] = [
      .init(key: "gate", value: .number("\(Self.version)")),
      .init(key: "at", value: .string("\(at)")),
      .init(key: "tool", value: .string(tool)),
      .init(key: "configuration", value: configuration.json),
      .init(key: "journals", value: .array(journals.map(\.json))),
      .init(key: "days", value: .array(days.map(JSONValue.string))),
      .init(key: "criteria", value: .array(criteria.map(\.json))),
    ]
    return JSONValue.object(members).text + "\n"
  }

  /// Reads what `text` is; `name` is what messages call the file.
  public init(text: String, name: String) throws(InputError) {
    let value: JSONValue
    do { value = try JSONValue(text: Array(text.utf8)) } catch {
      throw InputError(error, file: name, line: 1)
    }
    guard let version = value["gate"]?.integer else {
      throw Self.error(name, "found no 'gate', expected what sf-gate has written")
    }
    guard version == Self.version else {
      throw Self.error(
        name, "found version \(version) of a gate, expected \(Self.version)", .protocolMismatch)
    }
    guard let at = value["at"]?.string.flatMap({ Timestamp($0) }),
      let tool = value["tool"]?.string,
      let configuration = value["configuration"].flatMap(ConfigurationHash.init(json:)),
      let journals = Self.all(value["journals"], Journal.init(json:)),
      let days = Self.all(value["days"], \.string),
      let criteria = Self.all(value["criteria"], Criterion.init(json:))
    else { throw Self.error(name, "found a gate that lacks some of its keys") }
    (self.at, self.tool, self.configuration) = (at, tool, configuration)
    (self.journals, self.days, self.criteria) = (journals, days, criteria)
  }

  fileprivate static func all<Part>(_ value: JSONValue?, _ read: (JSONValue) -> Part?) -> [Part]? {
    guard let values = value?.array else { return nil }
    let parts = values.compactMap(read)
    return parts.count == values.count ? parts : nil
  }

  private static func error(
    _ name: String, _ message: String, _ status: ExitStatus = .badData
  ) -> InputError {
    InputError(status, file: name, line: 1, column: 1, message: message)
  }
}

extension ConfigurationHash {
  fileprivate var json: JSONValue {
    .object([
      .init(key: "sha256", value: .string(hash)),
      .init(key: "model", value: model.map(JSONValue.string) ?? .null),
      .init(key: "stages", value: .array(stages.map(\.json))),
    ])
  }

  fileprivate init?(json: JSONValue) {
    guard let hash = json["sha256"]?.string,
      let stages = GateFile.all(
        json["stages"],
        { stage in
          stage["name"]?.string.flatMap { name in
            stage["sha256"]?.string.map { Stage(name: name, hash: $0) }
          }
        })
    else { return nil }
    self.init(stages: stages, model: json["model"]?.string, hash: hash)
  }
}

extension ConfigurationHash.Stage {
  fileprivate var json: JSONValue {
    .object([
      .init(key: "name", value: .string(name)), .init(key: "sha256", value: .string(hash)),
    ])
  }
}

extension GateFile.Journal {
  fileprivate var json: JSONValue {
    .object([
      .init(key: "stage", value: .string(stage)),
      .init(key: "mark", value: mark.map { .string("\($0)") } ?? .null),
      .init(key: "sha256", value: .string(hash)),
    ])
  }

  fileprivate init?(json: JSONValue) {
    guard let stage = json["stage"]?.string, let hash = json["sha256"]?.string else { return nil }
    self.init(stage: stage, mark: json["mark"]?.string.flatMap { Timestamp($0) }, hash: hash)
  }
}

extension GateFile.Criterion {
  fileprivate var json: JSONValue {
    .object([
      .init(key: "criterion", value: .string(key)), .init(key: "limit", value: .string(limit)),
      .init(key: "value", value: .string(value)), .init(key: "verdict", value: .string("pass")),
      .init(key: "why", value: .string(why)),
    ])
  }

  fileprivate init?(json: JSONValue) {
    guard let key = json["criterion"]?.string, let limit = json["limit"]?.string,
      let value = json["value"]?.string, let why = json["why"]?.string,
      json["verdict"]?.string == "pass"
    else { return nil }
    self.init(key: key, limit: limit, value: value, why: why)
  }
}
