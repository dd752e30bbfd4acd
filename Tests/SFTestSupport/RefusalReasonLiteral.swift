import SFCore

/// In tests a reason is its text on the wire.
extension RefusalReason: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(rawValue: text) }
}
