import SFCore
import SFWire

/// Lines for people: time, type, series, then each key with its value, aligned as they come.
struct PrettyLines {
  /// The widest text so far of each column: of every type, by key.
  private var widths: [String: Int] = ["type": 8]

  mutating func text(of line: Line) throws(WireError) -> String {
    let value = try JSONValue(line)
    let type = value["type"]?.string ?? ""
    if type == "header" { return header(value) }
    var parts = [
      value["ts"]?.string.map { Self.shortTime($0).shown(most: .max) }
        ?? String(repeating: " ", count: 19)
    ]
    parts.append(padded(type, "type"))
    for key in ["symbol", "interval"] {
      if let text = value[key]?.string { parts.append(padded(text, key)) }
    }
    for member in value.members ?? []
    where !["type", "ts", "symbol", "interval"].contains(member.key) {
      if case .object(let members) = member.value {
        for inner in members { parts.append(pair(inner, type)) }
      } else {
        parts.append(pair(member, type))
      }
    }
    var result = parts.joined(separator: "  ")
    while result.last == " " { result.removeLast() }
    return result + "\n"
  }

  private mutating func pair(_ member: JSONValue.Member, _ type: String) -> String {
    let text: String
    switch member.value {
    case .string(let string): text = string
    case .null: text = "–"
    default: text = member.value.text
    }
    return member.key.shown(most: .max) + " " + padded(text, "\(type).\(member.key)")
  }

  /// The text, as wide as the widest before it under that name.
  private mutating func padded(_ value: String, _ column: String) -> String {
    let text = value.shown(most: .max)
    let width = max(widths[column] ?? 0, text.count)
    widths[column] = width
    return text + String(repeating: " ", count: width - text.count)
  }

  /// `2026-01-05 09:31:00`, with the milliseconds only where there are some.
  private static func shortTime(_ text: String) -> String {
    guard text.utf8.count == 24 else { return text }
    let time = text.dropLast(text.hasSuffix(".000Z") ? 5 : 1)
    return time.replacing("T", with: " ")
  }

  /// One line for each stage.
  private func header(_ value: JSONValue) -> String {
    var result = "stream of protocol \(value["protocol"]?.integer.map(String.init) ?? "–")\n"
    for stage in value["stages"]?.array ?? [] {
      var text = "  \(stage["name"]?.string ?? "–") \(stage["version"]?.string ?? "")"
      for member in stage["config"]?.members ?? [] {
        text += "  \(member.key) \(member.value.string ?? member.value.text)"
      }
      if let columns = stage["columns"]?.array {
        text += "  columns \(columns.compactMap(\.string).joined(separator: " "))"
      }
      result += text.shown(most: .max) + "\n"
    }
    return result
  }
}

extension StringProtocol {
  fileprivate func replacing(_ old: Character, with new: Character) -> String {
    String(map { $0 == old ? new : $0 })
  }
}
