import SFCore
import SFWire

/// What a check found: where, how grave, by which rule.
package struct Finding: Equatable {
  package enum Level: String { case error, warning }

  /// The line of the stream from 1, and the byte in it.
  package var line: Int
  var column = 1
  package var level: Level
  /// A short name that stays the same, for programs.
  var rule: String
  /// What was found, what was expected.
  var message: String

  /// `FILE:LINE:COLUMN: error: message`.
  package func text(_ file: String) -> String {
    "\(file):\(line):\(column): \(level.rawValue): \(message)".shown(most: .max) + "\n"
  }

  package func json(_ file: String) -> String {
    let members: [(String, JSONValue)] = [
      ("file", .string(file)), ("line", .number("\(line)")), ("column", .number("\(column)")),
      ("level", .string(level.rawValue)), ("rule", .string(rule)), ("message", .string(message)),
    ]
    return JSONValue.object(members.map { JSONValue.Member(key: $0.0, value: $0.1) }).text + "\n"
  }
}
