/// How all requests of a client are made.
public struct HTTPOptions: Sendable {
  /// A file of certificates to trust in place of the system's.
  public var certificates: String?

  /// How long to wait for a connection, and for a body that stands still, in milliseconds.
  public var patience = 10_000

  /// Who asks, for the other side's log.
  public var agent: String

  public init(agent: String) { self.agent = agent }
}
