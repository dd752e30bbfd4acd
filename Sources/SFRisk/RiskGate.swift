@_spi(Gate) import SFCore

/// Stands between trader and venue: the only maker of an approved order.
///
/// It has no rules yet, and lets everything through; a venue that took orders from anybody else
/// would not compile.
public struct RiskGate: Hashable, Sendable, Codable {
  public init() {}

  public mutating func judge(_ order: Order) -> Approved<Order> { Approved(order) }

  /// What takes risk away passes every rule.
  public mutating func judge(_ cancel: Cancel) -> Approved<Cancel> { Approved(cancel) }
}
