/// What an order does, by the exchange's words.
package enum SpotOrderType: String, CaseIterable, Sendable {
  case limit = "LIMIT"
  case market = "MARKET"
  case stopLoss = "STOP_LOSS"
  case stopLossLimit = "STOP_LOSS_LIMIT"
  case takeProfit = "TAKE_PROFIT"
  case takeProfitLimit = "TAKE_PROFIT_LIMIT"
  case limitMaker = "LIMIT_MAKER"

  /// Waits for the last price to reach another before it does anything.
  package var waitsForTrigger: Bool {
    switch self {
    case .stopLoss, .stopLossLimit, .takeProfit, .takeProfitLimit: true
    case .limit, .market, .limitMaker: false
    }
  }

  /// Has a price that it does not go beyond.
  package var hasLimit: Bool {
    switch self {
    case .limit, .limitMaker, .stopLossLimit, .takeProfitLimit: true
    case .market, .stopLoss, .takeProfit: false
    }
  }

  /// Says how long it lives; of the others the exchange echoes GTC.
  package var takesTimeInForce: Bool { hasLimit && self != .limitMaker }

  /// Whether its trigger lies above the last price, for a side.
  package func triggersAbove(isBuy: Bool) -> Bool {
    switch self {
    case .stopLoss, .stopLossLimit: isBuy
    case .takeProfit, .takeProfitLimit: !isBuy
    case .limit, .market, .limitMaker: false
    }
  }
}

/// How long an order lives.
package enum TimeInForce: String, CaseIterable, Sendable {
  /// Until it is filled or canceled.
  case goodTillCanceled = "GTC"
  /// What does not fill at once expires.
  case immediateOrCancel = "IOC"
  /// Fills whole at once, or not at all.
  case fillOrKill = "FOK"
}

/// What happens where an order would meet another of its account; the taker's mode decides.
package enum SelfTradeMode: String, CaseIterable, Sendable {
  case none = "NONE"
  case expireTaker = "EXPIRE_TAKER"
  case expireMaker = "EXPIRE_MAKER"
  case expireBoth = "EXPIRE_BOTH"

  var expiresTaker: Bool { self == .expireTaker || self == .expireBoth }
  var expiresMaker: Bool { self == .expireMaker || self == .expireBoth }
}
