import SFCore

/// Where a bar that is made of prints ends, as the name of its interval says.
///
/// Bars that are not bound to time follow M. López de Prado, "Advances in Financial Machine
/// Learning" (2018), chapter 2: a bar is full once it has so many trades (`100t`), so much of the
/// base asset (`5vol`), so much money (`1000000dollar`, in quote currency), or once its high is so
/// far above its low (`25range`, in price).
public enum PrintRule: Equatable, Sendable {
  /// Milliseconds.
  case time(Int64)
  case count(Int64)
  case volume(Quantity)
  case notional(Money)
  case range(Price)

  /// The names of bars, as messages give them.
  public static let examples = "1m, 100t, 5vol, 1000000dollar, 25range"

  private static let units = ["t", "vol", "dollar", "range"]

  /// `nil` when the name says none.
  public init?(_ interval: Interval) {
    if let length = interval.milliseconds {
      self = .time(length)
      return
    }
    let number = interval.text.prefix { ("0"..."9").contains($0) || $0 == "." }
    guard let amount = Quantity(number), amount > .zero else { return nil }
    switch interval.text.dropFirst(number.count) {
    case "t":
      guard let count = Int64(number) else { return nil }
      self = .count(count)
    case "vol": self = .volume(amount)
    case "dollar": self = .notional(Money(amount))
    case "range": self = .range(Price(units: amount.units))
    default: return nil
    }
  }
}
