import SFCore
import SFHTTP

/// An outage of the exchange as `alert` lines: raised once, cleared once, with its length as the clock
/// of the machine has it: the marks of both are those of bars.
enum ExchangeAlert {
  static let rule = "exchange"
  static let raised = "raised"
  private static let cleared = "cleared"

  static func alert(_ change: Outage.Change) -> Alert {
    let (state, seconds, text): (String, Double?, String) =
      switch change {
      case .began(let reason): (raised, nil, "the exchange does not answer: \(reason)")
      case .ended(let length):
        (
          cleared, length.map { Double($0.milliseconds) / 1_000 },
          "the exchange answers again" + (length.map { ", after \($0.inSeconds)" } ?? "")
        )
      }
    return Alert(level: "warning", rule: rule, state: state, value: seconds, limit: nil, text: text)
  }
}
