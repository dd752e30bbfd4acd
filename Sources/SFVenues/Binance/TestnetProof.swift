import SFCore
import SFRun
import SFWire

/// What `sf-broker prove` writes of an exchange at which no money is at stake: a line of JSON.
///
///     {"proof":1,"at":"…","tool":"…","exchange":"https://testnet…","steps":["fill",…]}
struct TestnetProof {
  static let version = 1

  /// What must have been seen to work.
  enum Step: String, CaseIterable {
    case fill, cancel, refusal, reconnect, kill, restart
  }

  let at: Timestamp
  let tool: String
  let exchange: String

  var text: String {
    JSONValue.object([
      .init(key: "proof", value: .number("\(Self.version)")),
      .init(key: "at", value: .string("\(at)")),
      .init(key: "tool", value: .string(tool)),
      .init(key: "exchange", value: .string(exchange)),
      .init(key: "steps", value: .array(Step.allCases.map { .string($0.rawValue) })),
    ]).text + "\n"
  }

  /// Refuses (77) what is not the proof of all of it; says of when it is.
  static func check(_ text: String, name: String) throws -> Timestamp {
    let value: JSONValue
    do { value = try JSONValue(text: Array(text.utf8)) } catch {
      throw InputError(error, file: name, line: 1)
    }
    guard value["proof"]?.integer == version, let steps = value["steps"]?.array,
      let at = value["at"]?.string.flatMap({ Timestamp($0) })
    else {
      throw StageError(
        .badData, "found another file in '\(name)', expected what sf-broker prove writes")
    }
    for step in Step.allCases where !steps.contains(.string(step.rawValue)) {
      throw StageError(
        .refused,
        "'\(name)' does not prove '\(step.rawValue)', expected all that sf-broker prove does")
    }
    return at
  }
}
