/// What a model has loaded, said when it is something else than before.
public struct LoadedModel: LineMessage {
  @inlinable public static var type: LineType { .model }

  public var name: String
  public var version: String
  /// Tells one file that it loads from another: 8 to 64 characters.
  public var hash: String

  public init(name: String, version: String, hash: String) {
    self.name = name
    self.version = version
    self.hash = hash
  }
}
