import SFCore
import SFWire

/// What came of killing a stage: a line of the file `drills`, by which a gate can see that a session
/// of this text has recovered from it.
///
///     {"version":1,"at":"2026-01-05T09:31:02.123Z","text_hash":"5f0c…","stage":"features","mark":"…","caught_up_ms":180,"bytes":52311,"equal":true}
public struct DrillRecord: Equatable, Sendable {
  /// The form of the line.
  public static let version = 1

  /// When it was killed, by the clock of the machine.
  public let at: Timestamp
  /// Of the session's plan; `nil` where it has none.
  public let textHash: String?
  public let stage: String
  /// The last mark of its journal then; `nil` when there was none.
  public let mark: Timestamp?
  /// How long it took until it had reached what others had by then; `nil` when it did not.
  public let recovery: TimeSpan?
  /// Bytes of its journal up to the mark.
  public let bytes: Int
  /// Whether they are the same behind it.
  public let isEqual: Bool

  public init(
    at: Timestamp, textHash: String?, stage: String, mark: Timestamp?, recovery: TimeSpan?,
    bytes: Int, isEqual: Bool
  ) {
    self.at = at
    self.textHash = textHash
    self.stage = stage
    self.mark = mark
    self.recovery = recovery
    self.bytes = bytes
    self.isEqual = isEqual
  }

  /// Whether the stage has recovered, and nothing was lost.
  public var isGood: Bool { recovery != nil && isEqual }

  public var line: String {
    JSONValue.object([
      .init(key: "version", value: .number(String(Self.version))),
      .init(key: "at", value: .string("\(at)")),
      .init(key: "text_hash", value: textHash.map(JSONValue.string) ?? .null),
      .init(key: "stage", value: .string(stage)),
      .init(key: "mark", value: mark.map { .string("\($0)") } ?? .null),
      .init(
        key: "caught_up_ms", value: recovery.map { .number(String($0.milliseconds)) } ?? .null),
      .init(key: "bytes", value: .number(String(bytes))),
      .init(key: "equal", value: .bool(isEqual)),
    ]).text + "\n"
  }

  /// Reads a line of the file; `nil` for what is none of this form.
  public init?(line: String) {
    // What is damaged shows nothing.
    guard let value = try? JSONValue(text: Array(line.utf8)),
      value["version"]?.integer == Self.version,
      let at = value["at"]?.string.flatMap({ Timestamp($0) }),
      let stage = value["stage"]?.string, let bytes = value["bytes"]?.integer,
      case .bool(let isEqual)? = value["equal"]
    else { return nil }
    self.init(
      at: at, textHash: value["text_hash"]?.string, stage: stage,
      mark: value["mark"]?.string.flatMap { Timestamp($0) },
      recovery: value["caught_up_ms"]?.integer.map { TimeSpan(milliseconds: Int64($0)) },
      bytes: bytes, isEqual: isEqual)
  }

  /// For people.
  public var sentence: String {
    let place = mark.map { " at \($0)" } ?? " before its first mark"
    guard let recovery else { return "\(stage): killed\(place), has not caught up" }
    let journal = isEqual ? "the same \(bytes) bytes" : "OTHER bytes in its journal up to there"
    return "\(stage): killed\(place), caught up in \(recovery.inSeconds), \(journal)"
  }
}
