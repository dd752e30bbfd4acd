import SFCore

/// Acts when the equity has come down to an amount, until a person resumes.
public struct EquityFloorRule: RiskRule {
  public static let kind = "equity_floor"
  public static let summary = "Acts when the equity has come down to an amount."
  public static let parameters = [
    Parameter("amount", .amount, "in quote currency"), RiskAction.parameter,
  ]
  public static let watches = true

  public let amount: Price
  public let action: RiskAction
  /// At the last mark; `nil` before the first.
  private var equity: Money?
  private var isMet = false

  public init(_ arguments: Arguments) {
    amount = arguments.amount("amount")
    action = RiskAction(arguments)
  }

  public var state: RiskState { isMet ? action.state : .active }
  public var flattens: Bool { isMet && action == .flatten }

  public mutating func update(_ mark: inout RiskMark) {
    equity = mark.equity
    if mark.equity <= Money(amount) { isMet = true }
  }

  public var measure: RiskMeasure? {
    equity.map {
      RiskMeasure(value: $0.double, limit: amount.double, text: "the equity is \($0)")
    }
  }

  public mutating func resume(at equity: Money) { isMet = false }

  public func explanation(_ entry: RiskEntry) -> String {
    "\(Self.kind): an equity above \(amount), it is \(entry.equity), and a person who resumes"
  }
}
