import SFCore

/// What tests do with the messages of one type, whichever it is.
public struct MessageCase: Sendable {
  public let type: LineType
  /// Adds the first message, which was read, to the lines to write.
  let addRead: @Sendable (inout Step) -> Void
  private let text: @Sendable (Step, Int) -> String

  private static func of<Message: LineMessage>(_ message: Message.Type) -> MessageCase {
    MessageCase(
      type: Message.type, addRead: { $0.add($0.messages(of: message)[0]) },
      text: { "\($0.messages(of: message)[$1])" })
  }

  public static let all: [MessageCase] = [
    .of(Account.self), .of(Alert.self), .of(BookMetrics.self), .of(Cancel.self),
    .of(Control.self), .of(Decision.self), .of(DecisionRequest.self), .of(Equity.self),
    .of(Fill.self), .of(Gap.self), .of(Label.self), .of(LoadedModel.self), .of(Metrics.self),
    .of(Order.self), .of(PositionChange.self), .of(Quote.self), .of(Refusal.self),
    .of(Signal.self), .of(SignalMetrics.self),
  ]

  /// Whether the message at a place is that which was read; in a text what is missing is equal.
  public func isSame(_ step: Step, _ place: Int, asReadIn read: Step) -> Bool {
    text(step, place) == text(read, 0)
  }
}
