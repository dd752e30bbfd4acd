import SFCore

/// Which symbols belong together: sectors, or classes of size.
public struct GroupTable: Hashable, Sendable, Codable {
  /// A name and its symbols.
  public struct Group: Hashable, Sendable, Codable {
    public let name: String
    public let symbols: [Symbol]

    public init(name: String, symbols: [Symbol]) {
      self.name = name
      self.symbols = symbols
    }
  }

  /// The group of all symbols that no other names.
  public static let other = "other"

  public let groups: [Group]

  /// Refuses a symbol that stands in two groups.
  public init(_ groups: [Group]) throws(ConfigurationError) {
    var seen: [Symbol: String] = [:]
    for group in groups {
      for symbol in group.symbols {
        guard let earlier = seen.updateValue(group.name, forKey: symbol) else { continue }
        throw ConfigurationError(
          "\(symbol)", "is in the groups \(earlier) and \(group.name), expected it in one")
      }
    }
    self.groups = groups
  }

  public func name(of symbol: Symbol) -> String {
    groups.first { $0.symbols.contains(symbol) }?.name ?? Self.other
  }
}
