import SFCore

/// In tests a reason is its text on the wire.
extension RefusalReason: @retroactive ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(rawValue: text) }
}
