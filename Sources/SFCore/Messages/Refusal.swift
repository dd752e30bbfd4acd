/// What was not done, by which component, and why.
public struct Refusal: LineMessage, Hashable, Codable {
  @inlinable public static var type: LineType { .refusal }

  public enum Subject: Hashable, Sendable, Codable {
    /// A signal of this detector.
    case signal(detector: String)
    /// The order with this id.
    case order(String)
  }

  public var symbol: Symbol
  /// The component that said no.
  public var by: String
  public var reason: RefusalReason
  public var subject: Subject
  // Written out: a `var` of `T?` begins with nil, which is written and taken away again each time.
  /// The quantity that is left, when the order was reduced and not refused.
  public var quantity: Optional<Quantity>
  /// What each component said, for people; `nil` unless that was asked for.
  public var explain: Optional<String>

  public init(
    symbol: Symbol, by: String, reason: RefusalReason, subject: Subject, quantity: Quantity? = nil,
    explain: String? = nil
  ) {
    self.symbol = symbol
    self.by = by
    self.reason = reason
    self.subject = subject
    self.quantity = quantity
    self.explain = explain
  }
}

extension Step {
  @inlinable @inline(__always)
  public var refusals: Reused<Refusal> { messages(of: Refusal.self) }
}
