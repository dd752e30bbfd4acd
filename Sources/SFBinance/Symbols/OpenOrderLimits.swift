import SFCore

/// How much of a symbol an account may hold and have open.
///
///     {"filterType":"MAX_POSITION","maxPosition":"10.00000000"}
///     {"filterType":"MAX_NUM_ORDERS","maxNumOrders":200}
///     {"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5}
public struct OpenOrderLimits: Equatable, Sendable {
  /// Of the base asset, with what open orders would buy; `nil` for any.
  public let maxPosition: Quantity?
  /// Open orders of all types; `nil` for any number.
  public let maxOrders: Int?
  /// Open orders that wait for a trigger; `nil` for any number.
  public let maxTriggers: Int?
}

extension SymbolInfo {
  public func openOrderLimits() throws(UnreadableAnswer) -> OpenOrderLimits {
    OpenOrderLimits(
      maxPosition: try filter(.maxPosition)?.amount("maxPosition"),
      maxOrders: try filter(.maxNumOrders)?.count("maxNumOrders"),
      maxTriggers: try filter(.maxNumAlgoOrders)?.count("maxNumAlgoOrders"))
  }
}
