/// What becomes of an order, as its venue or the gate before it says.
public enum Answer: Hashable, Sendable, Codable {
  case fill(Fill)
  /// It will not be done, or, with a quantity, it has been reduced.
  case refusal(Refusal)
  /// Somebody else than the trader has given it: the gate, or a person.
  case order(Order)
  /// What a person has said to the session.
  case control(Control)
}
