/// What becomes of an order, as its venue or the gate before it says.
public enum Answer: Hashable, Sendable, Codable {
  case fill(Fill)
  /// It will not be done, or, with a quantity, it has been reduced.
  case refusal(Refusal)
}
