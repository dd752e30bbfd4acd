import SFCommands
import SFCore
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Runs one trial as processes: its text by `sf-backtest`, which starts what is foreign in it.
struct ProcessTrial {
  /// How long a trial may say nothing before it is given up, in seconds.
  private static let patience = 86_400

  /// The figures of the report, by key; `arguments` are those of `sf-backtest`.
  static func statistics(_ arguments: [String]) throws -> [(key: String, json: String)] {
    let child = try ChildProcess([try tool("sf-backtest")] + arguments)
    child.closeInput()
    guard child.serve(patience: patience, until: { _ in false }), child.status == 0 else {
      throw Failure(exit: child.status ?? 137, message: Self.sentence(child.errors))
    }
    let line = String(decoding: child.output, as: UTF8.self).split(separator: "\n").joined() + "\n"
    let value = try Line.withLine(of: Array(line.utf8)) { try JSONValue($0) }
    guard let summary = value["summary"]?.members else {
      throw Failure(exit: 70, message: "sf-report wrote no summary")
    }
    return summary.map { ($0.key, $0.value.json) }
  }

  /// The sentence of the error, without the name of its tool.
  private static func sentence(_ errors: [UInt8]) -> String {
    let lines = String(decoding: errors, as: UTF8.self).split(separator: "\n")
    guard let line = lines.first(where: { $0.contains("error: ") }),
      let end = line.firstRange(of: "error: ")?.upperBound
    else { return lines.last.map(String.init) ?? "" }
    return String(line[end...])
  }

  /// The pipeline ended otherwise than well.
  struct Failure: Error {
    let exit: Int32
    let message: String
  }

  /// A tool that stands beside this one, else the one on the PATH.
  private static func tool(_ name: String) throws -> String {
    guard let own = realpath("/proc/self/exe", nil) else { return name }
    defer { free(own) }
    let path = String(cString: own)
    let beside = path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex) + name
    return access(String(beside), X_OK) == 0 ? String(beside) : name
  }
}

extension JSONValue {
  /// As a report writes it: numbers keep their text.
  var json: String {
    switch self {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let text): text
    case .string(let text): text.jsonQuoted
    case .array(let values): "[" + values.map(\.json).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\($0.key.jsonQuoted):\($0.value.json)" }.joined(separator: ",")
        + "}"
    }
  }
}
