/// A component of any kind of one catalog, saved as its kind and its content.
///
/// Decoding needs the catalog, which is why each list names its own `Members`.
public struct AnyComponent<Members: ComponentList>: Codable, Sendable {
  public var content: Members.Member

  public init(_ content: Members.Member) { self.content = content }

  private enum Key: String, CodingKey { case kind, content }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let entry = try Members.catalog.entry(try container.decode(String.self, forKey: .kind))
    content = try entry.decode(container.superDecoder(forKey: .content))
  }

  public func encode(to encoder: any Encoder) throws {
    let component = Members.component(content)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(type(of: component).kind, forKey: .kind)
    try component.encode(to: container.superEncoder(forKey: .content))
  }
}

/// Ties a catalog to the protocol that its members share (`any Feature`, `any ExitRule`).
public protocol ComponentList {
  associatedtype Member: Sendable
  static var catalog: Catalog<Member> { get }

  /// The member as what it is: a component.
  static func component(_ member: Member) -> any Component
}
