/// What a model answers.
public struct Decision: LineMessage {
  @inlinable public static var type: LineType { .decision }

  public enum Action: String, Sendable, CaseIterable {
    case enter
    /// Enter with less; `sizeMultiplier` says how much.
    case reduce
    case skip
    /// Asked again at the next mark.
    case wait
  }

  /// That of the request.
  public var id: String
  public var action: Action
  /// 0…1 times the sizer's notional; `nil` for all of it.
  public var sizeMultiplier: Double?
  /// How sure the model is, 0…1; `nil` when it does not say.
  public var confidence: Double?
  /// Why; `nil` when it does not say.
  public var reason: String?

  public init(
    id: String, action: Action, sizeMultiplier: Double? = nil, confidence: Double? = nil,
    reason: String? = nil
  ) {
    self.id = id
    self.action = action
    self.sizeMultiplier = sizeMultiplier
    self.confidence = confidence
    self.reason = reason
  }
}
