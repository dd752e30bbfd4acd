import SFCore

/// An input beside the main one, which an option of its own names: `--answers`, `--market`.
///
/// It is a place, and so no part of what the tool says of itself in the header.
public struct SidePath {
  /// What messages call it: the option without its dashes.
  public let name: String
  public let path: String
  /// The types whose content a step takes from it. Its lines go nowhere.
  public let reads: LineTypes
  /// Whether its closing lines belong to those of the main input, which waits for its end.
  public let closes: Bool

  public init(_ name: String, path: String, reads: LineTypes, closes: Bool = false) {
    self.name = name
    self.path = path
    self.reads = reads
    self.closes = closes
  }
}
