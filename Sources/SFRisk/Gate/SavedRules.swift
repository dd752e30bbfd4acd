import SFCore

/// Rules in the order in which they are asked, each saved by its kind.
///
/// They stand here as what they are: to reach one through a component of any catalog copies it, and
/// rules are reached at every mark.
struct SavedRules: Sendable, Codable {
  var list: [any RiskRule]

  init(_ list: [any RiskRule]) { self.list = list }

  /// The gravest of what they let through.
  var gravest: RiskState { list.map(\.state).max() ?? .active }

  init(from decoder: any Decoder) throws {
    list = try [AnyComponent<RiskRuleList>](from: decoder).map(\.content)
  }

  func encode(to encoder: any Encoder) throws {
    try list.map { AnyComponent<RiskRuleList>($0) }.encode(to: encoder)
  }
}
