/// The types of lines, one bit each, so that a set of them is one word.
public enum LineType: UInt8, Sendable, CaseIterable, Codable {
  case header, bar, gap, features, signal, refusal, order, fill, position, equity, metrics, alert,
    mark, end
  /// What only training may look at.
  case label
  /// Reserved for what comes.
  case target, decide, decision, validation, answer, control, heartbeat, checkpoint
  /// Any type that the protocol does not name.
  case unknown

  public var name: String { String(describing: self) }

  /// The type of that name; `.unknown` when the protocol does not name it.
  public init(name: String) { self = Self.named[name] ?? .unknown }

  private static let named = Dictionary(
    uniqueKeysWithValues: allCases.filter { $0 != .unknown }.map { ($0.name, $0) })

  public var isReserved: Bool { rawValue >= Self.target.rawValue && self != .unknown }
}

/// A set of line types.
public struct LineTypes: OptionSet, Sendable, Hashable, Codable {
  public let rawValue: UInt32

  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public init(_ type: LineType) { rawValue = 1 << UInt32(type.rawValue) }
  public init(_ types: [LineType]) { self = types.reduce(into: []) { $0.insert(Self($1)) } }

  @inlinable @inline(__always)
  public func contains(_ type: LineType) -> Bool { rawValue & (1 << UInt32(type.rawValue)) != 0 }

  public static let all = LineTypes(LineType.allCases)
  /// What comes of trading, and names no series and no column that a later stage looks up.
  public static let trading = LineTypes([
    .refusal, .order, .fill, .position, .equity, .metrics, .alert,
  ])
  public static let reserved = LineTypes(LineType.allCases.filter(\.isReserved))
}
