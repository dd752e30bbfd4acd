/// One stage of a pipeline, as the header names it.
public struct StageEntry: Hashable, Sendable, Codable {
  public var name: String
  public var version: String
  /// Every option's effective value, in the order of `--help`.
  public var config: [Setting]
  /// The columns that the stage writes; `nil` when it writes none or does not say.
  public var columns: [String]?
  /// What their numbers measure, one for each of `columns`, `nil` where the stage does not say;
  /// `nil` when it says nothing of any.
  public var units: [FeatureUnit?]?

  public init(
    name: String, version: String, config: [Setting], columns: [String]? = nil,
    units: [FeatureUnit?]? = nil
  ) {
    self.name = name
    self.version = version
    self.config = config
    self.columns = columns
    self.units = units
  }

  /// The effective value of an option; `nil` where the stage says none.
  public func setting(named key: String) -> Setting.Value? {
    config.first { $0.key == key }?.value
  }
}

/// An option and its effective value.
public struct Setting: Hashable, Sendable, Codable {
  public enum Value: Hashable, Sendable, Codable {
    case text(String)
    /// The JSON text of a number.
    case number(String)
    case flag(Bool)
    case list([Value])
    /// Anything else that a foreign stage wrote, as it stands.
    case json(String)
    case null
  }

  public var key: String
  public var value: Value

  public init(_ key: String, _ value: Value) {
    self.key = key
    self.value = value
  }

  public init(_ key: String, _ text: String?) {
    self.init(key, text.map(Value.text) ?? .null)
  }

  public init(_ key: String, _ texts: [String]) {
    self.init(key, .list(texts.map(Value.text)))
  }

  public init(_ key: String, _ flag: Bool) { self.init(key, .flag(flag)) }
  public init(_ key: String, _ number: Int?) {
    self.init(key, number.map { .number(String($0)) } ?? .null)
  }
  public init(_ key: String, amount: (some FixedPoint)?) {
    self.init(key, amount.map { .number($0.description) } ?? .null)
  }
}

/// The first line of a stream: who made it, with which settings.
public struct Header: Hashable, Sendable, Codable {
  public static let protocolVersion = 1

  public var stages: [StageEntry]

  public init(stages: [StageEntry] = []) { self.stages = stages }
}
