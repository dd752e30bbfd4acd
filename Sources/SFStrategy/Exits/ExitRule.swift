import SFCore

/// Decides whether a position ends; each position has its own copy.
///
/// A rule is asked once for every bar of its position's symbol, from the first
/// bar that the position lived through to the close, until it closes.
///
/// A price rule closes at levels and says where they are (`levels`); `update`
/// then follows from `learn`. With levels that are met inside a bar only
/// `learn` is called, behind the bar that has met none.
///
/// A rule that reads columns says so (`needs`). It is shown them when an entry
/// is decided, and may refuse it: a rule that has not what it needs would hold
/// the position for ever.
public protocol ExitRule: Component, ColumnReader {
  /// Whether it closes at levels.
  static var hasLevels: Bool { get }

  /// Whether its levels are those of the entry for as long as the position is open: then it learns
  /// nothing, and is not asked about a close between them.
  static var hasFixedLevels: Bool { get }

  /// What a position is closed for at the level in its favour, and at the one against it.
  static var targetReason: ExitReason { get }
  static var stopReason: ExitReason { get }

  /// Takes what is known when the entry is decided; why it must not be, or `nil`.
  mutating func prepare(_ row: Span<Double>) -> RefusalReason?

  /// Takes the columns of a bar that comes while the entry waits.
  mutating func wait(_ row: Span<Double>)

  /// Takes a bar into the memory that the levels depend on.
  mutating func learn(_ market: MarketView, _ row: Span<Double>, for position: Position)

  /// The levels after the last bar that was learned.
  func levels(for position: Position) -> ExitLevels

  /// Why the position is to be closed; `nil` to hold it. `row` are the columns of the bar.
  mutating func update(
    _ market: MarketView, _ row: Span<Double>, for position: Position
  ) -> ExitReason?

  /// What it remembers, by name, for people; `nil` for what is not known.
  var memory: [(name: String, value: Double?)] { get }
}

extension ExitRule {
  public static var hasLevels: Bool { false }
  public static var hasFixedLevels: Bool { false }
  public static var targetReason: ExitReason { ExitReason(rawValue: kind) }
  public static var stopReason: ExitReason { ExitReason(rawValue: kind) }

  public mutating func prepare(_ row: Span<Double>) -> RefusalReason? { nil }
  public mutating func wait(_ row: Span<Double>) {}
  public mutating func learn(_ market: MarketView, _ row: Span<Double>, for position: Position) {}
  public func levels(for position: Position) -> ExitLevels { ExitLevels() }
  public var memory: [(name: String, value: Double?)] { [] }

  /// Learns the bar, then compares its close with the levels: the target first.
  public mutating func update(
    _ market: MarketView, _ row: Span<Double>, for position: Position
  ) -> ExitReason? {
    learn(market, row, for: position)
    return Self.reason(levels(for: position), at: market.bar.close, position.direction)
  }

  /// What a position is closed for at a price.
  @inlinable
  static func reason(
    _ levels: ExitLevels, at price: Price, _ direction: Direction
  ) -> ExitReason? {
    if levels.hasTarget(at: price, direction) { return targetReason }
    return levels.hasStop(at: price, direction) ? stopReason : nil
  }
}

/// Where a rule closes a position: touching is enough.
public struct ExitLevels: Hashable, Sendable {
  /// In favour of the position; `nil` for none.
  public var target: Level?
  /// Against it; `nil` for none.
  public var stop: Level?

  @inlinable
  public init(target: Level? = nil, stop: Level? = nil) {
    self.target = target
    self.stop = stop
  }

  /// Whether a price is at or beyond the target.
  @inlinable
  public func hasTarget(at price: Price, _ direction: Direction) -> Bool {
    guard let target else { return false }
    return Level(price).isAtOrBeyond(target, direction)
  }

  /// Whether a price is at or beyond the stop.
  @inlinable
  public func hasStop(at price: Price, _ direction: Direction) -> Bool {
    guard let stop else { return false }
    return stop.isAtOrBeyond(Level(price), direction)
  }
}

/// Why a position was closed: the rule, and which of its levels (`tp_sl.take_profit`).
public struct ExitReason: RawRepresentable, Hashable, Sendable, Codable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// The stream ended, and `--close-at-end` asked for it.
  public static let closeAtEnd = ExitReason(rawValue: "close_at_end")
}
