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

extension Component {
  /// Its place in a catalog. `lift` makes a member of a component: where the type is known only as
  /// `any ExitRule.Type` it is handed an `any ExitRule`, so that an entry of another sort does not
  /// compile.
  public static func entry<Member>(
    _ lift: @escaping @Sendable (Self) -> Member
  ) -> Catalog<Member>.Entry {
    Catalog.Entry(
      type: self,
      make: { arguments throws(ConfigurationError) in lift(try Self(arguments)) },
      decode: { decoder in lift(try Self(from: decoder)) })
  }
}
