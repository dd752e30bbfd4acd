/// A request that the risk gate has let through.
///
/// A venue takes nothing else, and only who imports `@_spi(Gate) SFCore` can make one: the gate, and
/// whoever reads what a gate in another process has written.
public struct Approved<Request: Sendable>: Sendable {
  public let request: Request

  @_spi(Gate) public init(_ request: Request) { self.request = request }
}
