import SFCore

/// What price × quantity must be at least, in quote currency: of older symbols.
///
///     {"filterType":"MIN_NOTIONAL","minNotional":"5.0","applyToMarket":true,"avgPriceMins":5}
public struct MinNotional: Equatable, Sendable {
  public let minNotional: Money
  /// Whether it holds for market orders too, at the mean price of some minutes.
  public let appliesToMarket: Bool
  /// 0 takes the last price.
  public let meanMinutes: Int
}

/// What price × quantity must be, in quote currency: of newer symbols.
///
///     {"filterType":"NOTIONAL","minNotional":"5.0","applyMinToMarket":true,
///       "maxNotional":"9000000.0","applyMaxToMarket":false,"avgPriceMins":5}
public struct Notional: Equatable, Sendable {
  /// Both bounds are allowed.
  public let minNotional: Money
  public let maxNotional: Money
  /// Whether they hold for market orders too, at the mean price of some minutes.
  public let appliesMinToMarket: Bool
  public let appliesMaxToMarket: Bool
  /// 0 takes the last price.
  public let meanMinutes: Int
}

extension SymbolInfo {
  /// `nil` where the symbol has no such filter.
  public func minNotional() throws(UnreadableAnswer) -> MinNotional? {
    guard let filter = filter(.minNotional) else { return nil }
    return try MinNotional(
      minNotional: filter.money("minNotional"), appliesToMarket: filter.flag("applyToMarket"),
      meanMinutes: filter.count("avgPriceMins"))
  }

  /// `nil` where the symbol has no such filter.
  public func notional() throws(UnreadableAnswer) -> Notional? {
    guard let filter = filter(.notional) else { return nil }
    return try Notional(
      minNotional: filter.money("minNotional"), maxNotional: filter.money("maxNotional"),
      appliesMinToMarket: filter.flag("applyMinToMarket"),
      appliesMaxToMarket: filter.flag("applyMaxToMarket"),
      meanMinutes: filter.count("avgPriceMins"))
  }
}

extension SymbolFilter {
  fileprivate func money(_ name: String) throws(UnreadableAnswer) -> Money {
    let amount: Price = try amount(name)
    return Money(amount)
  }
}
