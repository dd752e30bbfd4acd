/// What a user may choose by a spec: a feature, a detector, an exit rule, a sizer ….
///
/// A component is one file and one line in a catalog. Its configuration is
/// `let`; its memory is optional, so that a configuration is a checkpoint that
/// has not lived yet.
public protocol Component: Codable, Sendable {
  /// The name in specs.
  static var kind: String { get }

  /// One sentence for `--list`.
  static var summary: String { get }

  /// The parameters in the order of positional values.
  static var parameters: [Parameter] { get }

  /// Takes checked arguments; refuses combinations that it cannot honor.
  init(_ arguments: Arguments) throws(ConfigurationError)
}

/// The components of one sort, by kind.
public struct Catalog: Sendable {
  /// What a member is called: "feature", "exit rule".
  public let noun: String

  /// In alphabetical order of kind.
  public let members: [any Component.Type]

  /// What every member takes beside its own parameters, by name only.
  public let common: [Parameter]

  public init(_ noun: String, _ members: [any Component.Type], common: [Parameter] = []) {
    self.noun = noun
    self.members = members
    self.common = common
  }

  /// The member of that kind; an unknown one proposes the nearest.
  public func member(_ kind: String) throws(ConfigurationError) -> any Component.Type {
    if let member = members.first(where: { $0.kind == kind }) { return member }
    throw ConfigurationError(
      "'\(kind)'",
      "is no \(noun): expected one of \(members.map { $0.kind }.joined(separator: " "))",
      help: NearestName.help(for: kind, among: members.map { $0.kind }))
  }

  /// The component that a spec names, with its arguments.
  public func make(_ text: String) throws(ConfigurationError) -> (any Component, Arguments) {
    try make(Spec(text))
  }

  public func make(_ spec: Spec) throws(ConfigurationError) -> (any Component, Arguments) {
    let type = try member(spec.kind)
    let arguments = try spec.arguments(for: type.parameters, common: common)
    do {
      return (try type.init(arguments), arguments)
    } catch {
      throw ConfigurationError("'\(spec.text)': \(error.setting)", error.reason, help: error.help)
    }
  }

  /// What `--list` prints: kind, parameters with defaults, a sentence each.
  public var listing: String {
    members.map { member in
      let parameters = member.parameters.filter { !$0.isOptional || $0.standard != nil }.map {
        "\($0.name)=\($0.standard ?? "…")"
      }
      let spec = member.kind + (parameters.isEmpty ? "" : ":" + parameters.joined(separator: ","))
      var lines = [spec, "    \(member.summary)"]
      lines += (member.parameters + common).map { "      \($0.name): \($0.summary)" }
      return lines.joined(separator: "\n")
    }
    .joined(separator: "\n")
  }
}

/// A component of any kind of one catalog, saved as its kind and its content.
///
/// Decoding needs the catalog, which is why each list names its own `Members`.
public struct AnyComponent<Members: ComponentList>: Codable, Sendable {
  public var content: Members.Member

  public init(_ content: Members.Member) { self.content = content }

  private enum Key: String, CodingKey { case kind, content }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let kind = try container.decode(String.self, forKey: .kind)
    let type = try Members.catalog.member(kind)
    let decoded = try type.init(from: container.superDecoder(forKey: .content))
    guard let content = decoded as? Members.Member else {
      throw ConfigurationError("'\(kind)'", "is no \(Members.catalog.noun)")
    }
    self.content = content
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    guard let component = content as? any Component else {
      preconditionFailure("members of a catalog are components")
    }
    try container.encode(type(of: component).kind, forKey: .kind)
    try component.encode(to: container.superEncoder(forKey: .content))
  }
}

/// Ties a catalog to the protocol that its members share (`any Feature`, `any ExitRule`).
public protocol ComponentList {
  associatedtype Member: Sendable
  static var catalog: Catalog { get }
}
