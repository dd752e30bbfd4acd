import SFCore
import SFTransport

/// A YAML file that says options of tools: a section for each tool, and above them what all share.
struct ConfigurationFile {
  let path: String
  /// Whether the user has asked for it. One that merely lies where a tool is started may be anybody's:
  /// it names no program and no place of writing.
  let isAsked: Bool
  private let sections: [YAMLNode.Pair]

  init(path: String, isAsked: Bool) throws {
    self.path = path
    self.isAsked = isAsked
    do {
      let root = try YAMLReader.read(try Endpoint.bytes(of: path))
      sections = try YAMLNode.members(of: root)
    } catch let failure as YAMLNode.Failure {
      throw failure.located(in: path)
    }
  }

  /// What it says for a tool: its section first, then what stands above.
  func values(for keys: ToolKeys) throws -> [ConfiguredValue] {
    var above: [ConfiguredValue] = []
    var own: [ConfiguredValue] = []
    do {
      for pair in sections {
        if pair.name == keys.section {
          for pair in try YAMLNode.members(of: pair.value) { own.append(try value(pair, of: keys)) }
        } else if ToolKeys.sections.contains(pair.name) {
          // What it holds is checked by its own tool, which knows it.
          _ = try YAMLNode.members(of: pair.value)
        } else if keys[pair.name] != nil {
          above.append(try value(pair, of: keys))
        } else {
          try check(pair, above: keys)
        }
      }
    } catch let failure as YAMLNode.Failure {
      throw failure.located(in: path)
    }
    return own + above
  }

  private func value(
    _ pair: YAMLNode.Pair, of keys: ToolKeys
  ) throws(YAMLNode.Failure) -> ConfiguredValue {
    guard let option = keys[pair.name] else {
      throw unknown(pair, "in '\(keys.section)', expected an option of \(keys.tool)", keys.names)
    }
    if !isAsked, let reach = option.reach {
      throw YAMLNode.Failure(
        place: pair.key.place,
        message:
          "found '\(pair.name)', which names \(reach.noun), in a file that was not asked for",
        help: "say --config \(path) if it is yours", status: .refused)
    }
    return ConfiguredValue(
      option, try pair.value.texts(for: option), path: path, key: pair.key.place)
  }

  /// What stands above the sections and is no option of the tool must be one that tools share.
  private func check(_ pair: YAMLNode.Pair, above keys: ToolKeys) throws {
    let common = try ToolKeys.common().filter { $0 != ToolKeys.file }
    guard !common.contains(pair.name) else { return }
    throw unknown(
      pair, "at the top, expected a section or an option of \(keys.tool)",
      ToolKeys.sections + common + keys.names)
  }

  private func unknown(
    _ pair: YAMLNode.Pair, _ expected: String, _ names: [String]
  ) -> YAMLNode.Failure {
    YAMLNode.Failure(
      place: pair.key.place, message: "found the unknown key '\(pair.name)' \(expected)",
      help: NearestName.help(for: pair.name, among: names)
        ?? "the keys are the long options with '_' for '-'; those of one tool stand in its section")
  }
}
