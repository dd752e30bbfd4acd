import SFCore
import SFRun
import SFWire

/// The lines of the file `config`: one of the session, then one a stage.
extension SessionPlan {
  public var text: String { ([sessionLine] + stages.map(\.line)).map { $0.text + "\n" }.joined() }

  private var sessionLine: JSONValue {
    var members: [JSONValue.Member] = [
      .init(key: "type", value: .string("session")),
      .init(key: "version", value: .number(String(Self.version))),
      .init(key: "sync", value: .string(sync.rawValue)),
      .init(key: "keep_ms", value: .number(keep.map(\.milliseconds))),
      .init(key: "segment_bytes", value: .number(String(segmentBytes))),
      .init(key: "replay", value: .bool(isReplay)),
      .init(key: "text_hash", value: textHash.map(JSONValue.string) ?? .null),
    ]
    if let variables {
      let pairs = variables.map { JSONValue.Member(key: $0.name, value: .string($0.value)) }
      members.append(.init(key: "variables", value: .object(pairs)))
    }
    if let carried { members.append(.init(key: "carried", value: .string(carried))) }
    return .object(members)
  }

  /// Reads what `text` is; `name` is what messages call the file.
  public init(text: String, name: String) throws(InputError) {
    var plan: SessionPlan?
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      guard !line.isEmpty else { continue }
      var reader = try PlanLine(String(line), file: name, number)
      if plan == nil {
        plan = try reader.session()
      } else {
        plan?.stages.append(try reader.stage())
      }
      try reader.end()
    }
    guard let plan else {
      throw InputError(
        .configuration, file: name, line: 1, column: 1,
        message: "found nothing, expected the line of a session")
    }
    self = plan
  }
}

extension StagePlan {
  fileprivate var line: JSONValue {
    .object([
      .init(key: "type", value: .string("stage")),
      .init(key: "name", value: .string(name)),
      .init(key: "words", value: .array(words.map(JSONValue.string))),
      .init(
        key: "inputs",
        value: .array(
          inputs.map { input in
            .object([
              .init(key: "name", value: .string(input.name)),
              .init(key: "from", value: .string(input.from)),
            ])
          })),
      .init(key: "origin", value: .bool(speaksForOutside)),
      .init(key: "warm_up", value: .number(warmUp.map(Int64.init))),
      .init(key: "host", value: host.map(JSONValue.string) ?? .null),
      .init(key: "tee", value: .array(tees.map(JSONValue.string))),
    ])
  }
}

extension JSONValue {
  static func number(_ value: Int64?) -> JSONValue { value.map { .number(String($0)) } ?? .null }
}
