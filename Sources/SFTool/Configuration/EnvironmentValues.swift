import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The variables of the process.
public enum ProcessEnvironment {
  /// All of them, sorted by name.
  public static var variables: [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    var entry = environ
    while let pointer = entry.pointee {
      let pair = String(cString: pointer).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair.count == 2 { result.append((String(pair[0]), String(pair[1]))) }
      entry += 1
    }
    return result.sorted { $0.name < $1.name }
  }

  /// Whether there is one whose name begins so.
  static func hasVariable(withPrefix prefix: String) -> Bool {
    var entry = environ
    while let pointer = entry.pointee {
      if strncmp(pointer, prefix, prefix.utf8.count) == 0 { return true }
      entry += 1
    }
    return false
  }
}

/// Options in variables: `SF_STRATEGY_FEE` for one tool, `SF_LOG_FORMAT` for all.
enum EnvironmentValues {
  static let prefix = "SF_"

  /// What the variables say for a tool: its own first, then what is said to all.
  static func values(
    _ variables: [(name: String, value: String)], for keys: ToolKeys
  ) throws -> [ConfiguredValue] {
    var own: [ConfiguredValue] = []
    var common: [ConfiguredValue] = []
    let toTool = variable(keys.section) + "_"
    // What is said to `sf-ingest-binance` begins as what is said to `sf-ingest` does.
    let toOthers = ToolKeys.sections.map { variable($0) + "_" }
      .filter { $0.hasPrefix(toTool) && $0 != toTool }
    for (name, value) in variables where name.hasPrefix(prefix) {
      if toOthers.contains(where: name.hasPrefix) { continue }
      if name.hasPrefix(toTool) {
        own.append(try self.value(value, of: name, key: name.dropFirst(toTool.count), keys))
        continue
      }
      // Other programs may have variables with this prefix: an unknown one is none of ours.
      let key = name.dropFirst(prefix.count).lowercased()
      guard keys.table[key] != nil, try ToolKeys.common().contains(key) else { continue }
      common.append(try self.value(value, of: name, key: name.dropFirst(prefix.count), keys))
    }
    return own + common
  }

  /// A shell has no variable with a hyphen in its name.
  private static func variable(_ key: String) -> String {
    prefix + String(key.uppercased().map { $0 == "-" ? "_" : $0 })
  }

  private static func value(
    _ text: String, of name: String, key: Substring, _ keys: ToolKeys
  ) throws -> ConfiguredValue {
    guard let option = keys.table[key.lowercased()], key == key.uppercased() else {
      let names = keys.table.options.map { variable("\(keys.section)_\($0.key)") }
      throw ConfigurationError(
        name, "names no option of \(keys.tool)", help: NearestName.help(for: name, among: names))
    }
    do throws(YAMLNode.Failure) {
      return ConfiguredValue(option, try texts(text, option), variable: name)
    } catch {
      throw ConfiguredValue.Place.environment(variable: name).error(error.message, help: error.help)
    }
  }

  /// A text is one value; several stand in brackets, as in a file.
  private static func texts(
    _ text: String, _ option: ToolOption
  ) throws(YAMLNode.Failure) -> [YAMLNode.Text] {
    let isList = option.isRepeating && text.hasPrefix("[")
    let node = isList ? try YAMLReader.read(Array(text.utf8)) : nil
    let scalar = YAMLNode(
      content: .scalar(text), place: YAMLNode.Place(line: 1, column: 1))
    return try (node ?? scalar).texts(for: option)
  }
}
