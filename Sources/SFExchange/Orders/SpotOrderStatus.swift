/// Where an order is in its life.
package enum SpotOrderStatus: String, CaseIterable, Sendable {
  case new = "NEW"
  case partiallyFilled = "PARTIALLY_FILLED"
  case filled = "FILLED"
  case canceled = "CANCELED"
  case rejected = "REJECTED"
  case expired = "EXPIRED"
  /// By self-trade prevention.
  case expiredInMatch = "EXPIRED_IN_MATCH"

  package var isOpen: Bool { self == .new || self == .partiallyFilled }
}

/// What an execution report reports.
package enum ExecutionKind: String, CaseIterable, Sendable {
  case new = "NEW"
  case canceled = "CANCELED"
  case rejected = "REJECTED"
  case trade = "TRADE"
  case expired = "EXPIRED"
  case tradePrevention = "TRADE_PREVENTION"
}

/// Why the rest of an order expired.
package enum ExpiryReason: String, CaseIterable, Sendable {
  /// Its trigger was reached, and the book did not take it.
  case rejected = "REJECTED"
  case exchangeCanceled = "EXCHANGE_CANCELED"
  case unfilledIOC = "UNFILLED_IOC_QUANTITY_EXPIRED"
  case unfilledFOK = "UNFILLED_FOK_ORDER_EXPIRED"
  case insufficientLiquidity = "INSUFFICIENT_LIQUIDITY"
  case priceRange = "EXECUTION_RULE_PRICE_RANGE_EXCEEDED"
}

/// Why the engine did not take an order, in the words of execution reports.
package enum RejectReason: String, CaseIterable, Sendable {
  case none = "NONE"
  case insufficientBalances = "INSUFFICIENT_BALANCES"
  case wouldTrigger = "STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY"
  case wouldMatch = "WOULD_MATCH_IMMEDIATELY"

  /// `nil` for a refusal that no report tells of.
  init?(_ refusal: SpotRefusal) {
    switch refusal {
    case .insufficient: self = .insufficientBalances
    case .wouldTrigger: self = .wouldTrigger
    case .wouldTake: self = .wouldMatch
    default: return nil
    }
  }
}
