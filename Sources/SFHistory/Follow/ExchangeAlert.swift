import SFCore
import SFHTTP

/// An outage of the exchange as `alert` lines: raised once, cleared once.
enum ExchangeAlert {
  static let rule = "exchange"
  static let raised = "raised"
  private static let cleared = "cleared"

  static func alert(_ change: Outage.Change) -> Alert {
    let (state, text) =
      switch change {
      case .began(let reason): (raised, "the exchange does not answer: \(reason)")
      case .ended: (cleared, "the exchange answers again")
      }
    return Alert(level: "warning", rule: rule, state: state, value: nil, limit: nil, text: text)
  }
}
