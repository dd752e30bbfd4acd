/// A type of line: its keys in the order in which we write them, and what else its schema asks for.
///
/// Each is a file in `Lines`, which also reads and writes the lines.
protocol LineForm: SendableMetatype {
  /// `type` first, then `ts`.
  static var keys: [FieldRule] { get }

  /// What the JSON Schema of the type asks for beside its keys.
  static var conditions: [JSONValue.Member] { get }

  /// The same type, if its lines are messages of a step; `nil` for header, bar, features, mark, end.
  static var asMessage: (any MessageForm.Type)? { get }
}

extension LineForm {
  static var conditions: [JSONValue.Member] { [] }
  static var asMessage: (any MessageForm.Type)? { nil }
}
