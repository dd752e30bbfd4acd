/// The last line of a stream.
public struct End: Hashable, Sendable, Codable {
  /// The time of the last mark; `nil` when there was none.
  public var ts: Timestamp?
  public var reason: String
  /// Lines of the first stage by type, without header and end, in the order of the types.
  public var counts: [Count]

  public struct Count: Hashable, Sendable, Codable {
    public var type: String
    public var lines: Int

    public init(type: String, lines: Int) {
      self.type = type
      self.lines = lines
    }
  }

  public init(ts: Timestamp?, reason: String, counts: [Count]) {
    self.ts = ts
    self.reason = reason
    self.counts = counts
  }
}
