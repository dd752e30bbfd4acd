/// The components of one sort, by kind. A member is what all of them have in common (`any ExitRule`),
/// or which of a few sorts it is.
public struct Catalog<Member: Sendable>: Sendable {
  /// A type of component, and how members are made of it.
  public struct Entry: Sendable {
    let type: any Component.Type
    let make: @Sendable (Arguments) throws(ConfigurationError) -> Member
    let decode: @Sendable (any Decoder) throws -> Member

    public var kind: String { type.kind }
    public var summary: String { type.summary }
    public var parameters: [Parameter] { type.parameters }
  }

  /// What a member is called: "feature", "exit rule".
  public let noun: String

  /// In alphabetical order of kind.
  public let members: [Entry]

  /// What every member takes beside its own parameters, by name only.
  public let common: [Parameter]

  public init(_ noun: String, _ members: [Entry], common: [Parameter] = []) {
    self.noun = noun
    self.members = members.sorted { $0.kind < $1.kind }
    self.common = common
  }

  /// The entry of that kind; an unknown one proposes the nearest.
  public func entry(_ kind: String) throws(ConfigurationError) -> Entry {
    if let entry = members.first(where: { $0.kind == kind }) { return entry }
    throw unknown(kind, as: "'\(kind)'", meant: NearestName.of(kind, among: kinds))
  }

  private var kinds: [String] { members.map(\.kind) }

  /// Of a kind that is none: the three that are nearest, never all of them.
  private func unknown(_ kind: String, as text: String, meant: String?) -> ConfigurationError {
    let nearest = NearestName.three(kind, among: kinds)
    return ConfigurationError(
      text,
      "is no \(noun): the nearest \(nearest.count == 1 ? "is" : "are") "
        + nearest.joined(separator: " "),
      help: (meant.map { "did you mean '\($0)'? " } ?? "") + "--list shows all")
  }

  /// The component that a spec names, with its arguments.
  public func make(_ text: String) throws(ConfigurationError) -> (Member, Arguments) {
    try make(Spec(text))
  }

  public func make(_ spec: Spec) throws(ConfigurationError) -> (Member, Arguments) {
    guard let entry = members.first(where: { $0.kind == spec.kind }) else {
      throw unknown(
        spec.kind,
        as: spec.text == spec.kind ? "'\(spec.kind)'" : "'\(spec.text)': '\(spec.kind)'",
        meant: spec.meant(among: kinds))
    }
    let arguments = try spec.arguments(for: entry.parameters, common: common)
    do {
      return (try entry.make(arguments), arguments)
    } catch {
      throw ConfigurationError("'\(spec.text)': \(error.setting)", error.reason, help: error.help)
    }
  }

  /// What `--list` prints: kind, parameters with defaults, a sentence each.
  public var listing: String {
    members.map(listing).joined(separator: "\n")
  }

  /// What `--list` prints of one.
  public func listing(of member: Entry) -> String {
    let parameters = member.parameters.filter { !$0.isOptional || $0.standard != nil }.map {
      "\($0.name)=\($0.standard ?? "…")"
    }
    let spec = member.kind + (parameters.isEmpty ? "" : ":" + parameters.joined(separator: ","))
    var lines = [spec, "    \(member.summary)"]
    lines += (member.parameters + common).map { "      \($0.name): \($0.explanation)" }
    return lines.joined(separator: "\n")
  }
}
