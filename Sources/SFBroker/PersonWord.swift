import SFCore

/// What a person has said to a venue, and waits for its next mark.
public struct PersonWord: Hashable, Sendable {
  /// In the order in which it was said.
  public let number: Int64
  public let control: Control
  /// The price of a settlement; `nil` for anything else.
  public let price: Price?

  public init(_ number: Int64, _ control: Control, price: Price?) {
    self.number = number
    self.control = control
    self.price = price
  }
}
