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
    .refusal, .order, .fill, .position, .equity, .metrics, .alert, .account, .cancel, .control,
    .signalMetrics, .bookMetrics, .decide, .decision, .model,
  ])
  /// What a venue answers, and what the gate before it hands back.
  public static let answers = LineTypes([.order, .fill, .refusal, .control])
  /// What a person or a model says to a strategy, and was said to it alone.
  public static let spoken = LineTypes([.control, .decide, .decision, .model])
  /// What a strategy writes of a model: what it was told and asked, what came back, what was wrong.
  public static let asking = LineTypes([
    .signalMetrics, .bookMetrics, .decide, .decision, .model, .alert,
  ])
  public static let reserved = LineTypes(LineType.allCases.filter(\.isReserved))
}
