import SFBinanceOrders
import SFBroker
import SFCore

/// What the venue has to say to who watches it, as `alert` lines.
///
/// A state is raised once and cleared once: `clock` while the exchange's clock is not to be trusted,
/// `rate_limit` while the exchange wants to hear nothing, `reconcile` from when the venue has let
/// nothing in by itself until a person lets it. What has happened is both at once (`venue`).
struct VenueAlerts: Codable {
  struct Unsaid: Codable {
    let rule: String
    let isRaised: Bool
    let text: String
    var value: Double?

    var alert: Alert {
      Alert(
        level: "warning", rule: rule, state: isRaised ? "raised" : "cleared", value: value,
        limit: nil, text: text)
    }
  }

  /// In their order.
  private(set) var unsaid: [Unsaid] = []
  private var raised: Set<String> = []
  /// The mode as it was last, and whether a person wants it.
  private var mode = BrokerMode.active

  mutating func happened(_ text: String) {
    for isRaised in [true, false] {
      unsaid.append(Unsaid(rule: "venue", isRaised: isRaised, text: text))
    }
  }

  /// A person says what is let out.
  mutating func heard(_ mode: BrokerMode) { self.mode = mode }

  /// Looks how the desk is; whether there is news.
  mutating func look(_ desk: BinanceDesk) -> Bool {
    let before = unsaid.count
    state("clock", !desk.isClockTrusted, "the exchange's clock is measured anew", "it is measured")
    state(
      "rate_limit", desk.memory.budget.isClosed, "the exchange asks to be left alone",
      "the exchange may be asked again", value: 1)
    let own = desk.memory.mode
    state(
      "reconcile", own != .active && own != mode, "\(own.rawValue) until a person resumes",
      "a person has said what is let out")
    return unsaid.count > before
  }

  private mutating func state(
    _ rule: String, _ isRaised: Bool, _ text: String, _ cleared: String,
    value: Double? = nil
  ) {
    guard isRaised != raised.contains(rule) else { return }
    if isRaised { raised.insert(rule) } else { raised.remove(rule) }
    unsaid.append(
      Unsaid(
        rule: rule, isRaised: isRaised, text: isRaised ? text : cleared,
        value: isRaised ? value : nil))
  }

  /// The first have been said.
  mutating func said(_ count: Int) { unsaid.removeFirst(count) }
}
