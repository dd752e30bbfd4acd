/// What a person said to a session, at the mark at which it took effect.
public struct Control: LineMessage, Hashable, Codable {
  @inlinable public static var type: LineType { .control }

  public enum Action: String, Sendable, CaseIterable, Codable {
    /// No orders but cancels and what a person gives.
    case halt
    /// Exits, cancels and protection alone.
    case reduce
    case resume
    /// Closes a position, or all.
    case exit
    /// Cancels an order, or all.
    case cancel
    /// Books what became of a position elsewhere.
    case settle
    /// Lets a symbol trade.
    case allow
    /// Keeps a symbol from being entered.
    case pause
  }

  public var action: Action
  /// The position, order or symbol that is meant; `nil` for all.
  public var target: String?
  public var reason: String
  public var who: String

  public init(action: Action, target: String? = nil, reason: String, who: String) {
    self.action = action
    self.target = target
    self.reason = reason
    self.who = who
  }
}
