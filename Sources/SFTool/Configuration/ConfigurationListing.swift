import SFCore
import SFWire

/// What `--show-config` prints.
extension Configuration {
  /// Each value with where it came from, as a file that says the same.
  var listing: String {
    guard let keys else { return "" }
    let lines = keys.table.options.map { option in
      if let texts = given?.texts[option.key] { return Self.lines(option, texts, "command line") }
      if let value = values.first(where: { $0.option.key == option.key }) {
        return Self.lines(option, value.texts, value.place.text)
      }
      let standard = option.standard.map { [$0] } ?? []
      return Self.lines(option, standard, standard.isEmpty ? "not set" : "default")
    }
    return keys.section + ":\n" + lines.joined(separator: "\n")
  }

  private static func lines(_ option: ToolOption, _ texts: [String], _ origin: String) -> String {
    // A file does not name another.
    let start = option.key == ToolKeys.file ? "  # config" : "  " + option.key
    let value: String
    switch option.kind {
    case .flag: value = option.isRepeating ? "\(texts.count)" : texts.isEmpty ? "false" : "true"
    case _ where option.isRepeating || option.kind == .command:
      value = "[" + texts.map(quoted).joined(separator: ", ") + "]"
    default: value = texts.last.map(quoted) ?? "null"
    }
    return "\(start): \(value)  # \(origin)"
  }

  /// The text as YAML reads it back: as it stands, or in quotes where it would mean something else.
  private static func quoted(_ value: String) -> String {
    let text = value.withoutSecrets
    let isSafe = text.utf8.allSatisfy { byte in
      byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || "_./+-:=%".utf8.contains(byte)
    }
    let begins = text.utf8.first.map { $0 &- 48 < 10 || ($0 | 0x20) &- 97 < 26 } ?? false
    if isSafe, begins, text.last != ":", !["null", "Null", "NULL"].contains(text) { return text }
    return JSONValue.string(text).text
  }
}
