@_spi(Gate) import SFCore

/// The gate without rules, of a trader that holds its venue itself: it lets everything through.
public struct OpenGate: Hashable, Sendable, Codable {
  public init() {}

  public func judge(_ order: consuming Order) -> Approved<Order> { Approved(order) }
  public func judge(_ cancel: Cancel) -> Approved<Cancel> { Approved(cancel) }
}
