import SFCore
import SFRisk
import SFRun
import SFTool
import SFTransport

/// A YAML file with lists of symbols by name: the groups of the rule `group`, and what the rule
/// `symbols` allows and pauses.
///
///     majors: [BTCUSDT, ETHUSDT]
///     memes:
///       - DOGEUSDT
struct SymbolGroupsFile {
  let path: String
  let lists: [(name: String, symbols: [Symbol])]

  init(path: String) throws {
    self.path = path
    do {
      lists = try Self.lists(of: try Endpoint.bytes(of: path))
    } catch let failure as YAMLNode.Failure {
      throw failure.located(in: path)
    }
  }

  private static func lists(
    of bytes: [UInt8]
  ) throws(YAMLNode.Failure) -> [(name: String, symbols: [Symbol])] {
    var lists: [(name: String, symbols: [Symbol])] = []
    for pair in try YAMLNode.members(of: try YAMLReader.read(bytes)) {
      var symbols: [Symbol] = []
      for node in try nodes(of: pair.value) {
        guard case .scalar(let text) = node.content, let symbol = Symbol(text), symbol != .all
        else { throw node.failure(expected: "a symbol") }
        guard !symbols.contains(symbol) else {
          throw node.failure(expected: "each symbol once in '\(pair.name)'")
        }
        symbols.append(symbol)
      }
      lists.append((pair.name, symbols))
    }
    return lists
  }

  private static func nodes(of node: YAMLNode) throws(YAMLNode.Failure) -> [YAMLNode] {
    switch node.content {
    case .null: return []
    case .sequence(let nodes): return nodes
    case .scalar, .mapping: throw node.failure(expected: "a list of symbols")
    }
  }

  /// The lists as groups.
  func groups() throws -> GroupTable {
    guard !lists.isEmpty else {
      throw error("found no group, expected a list of symbols by the name of each")
    }
    do throws(ConfigurationError) {
      return try GroupTable(lists.map { .init(name: $0.name, symbols: $0.symbols) })
    } catch { throw self.error(error.message) }
  }

  /// The lists as those of symbols that may be entered.
  func allowed() throws -> SymbolLists {
    let names = ["allow", "pause"]
    if let other = lists.first(where: { !names.contains($0.name) }) {
      throw error("found '\(other.name)', expected the lists allow and pause")
    }
    guard !lists.isEmpty else { throw error("found no list, expected allow, pause, or both") }
    return SymbolLists(
      allowed: lists.first { $0.name == "allow" }?.symbols,
      paused: lists.first { $0.name == "pause" }?.symbols ?? [])
  }

  private func error(_ message: String) -> InputError {
    InputError(.configuration, file: path, line: 1, column: 1, message: message)
  }
}
