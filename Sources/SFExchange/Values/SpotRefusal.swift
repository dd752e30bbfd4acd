import SFBinance
import SFWire

/// What the exchange says no with: a code and a text, as errors.md has them.
package struct SpotRefusal: Error, Equatable, Sendable {
  package let code: ErrorCode
  package let message: String
  /// What goes with it: of an order in place of another what became of both; `nil` for nothing.
  package let data: JSONValue?

  package init(_ code: ErrorCode, _ message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  /// Breaks a rule of its symbol: `Filter failure: LOT_SIZE`.
  package static func filter(_ kind: SymbolFilter.Kind) -> SpotRefusal {
    SpotRefusal(.filterFailure, "Filter failure: \(kind.rawValue)")
  }

  package static let invalidSymbol = SpotRefusal(.invalidSymbol, "Invalid symbol.")
  package static let marketClosed = SpotRefusal(.filterFailure, "Market is closed.")
  package static let duplicate = SpotRefusal(.orderRejected, "Duplicate order sent.")
  package static let insufficient = SpotRefusal(
    .orderRejected, "Account has insufficient balance for requested action.")
  package static let wouldTrigger = SpotRefusal(
    .orderRejected, "Order would trigger immediately.")
  package static let wouldTake = SpotRefusal(
    .orderRejected, "Order would immediately match and take.")
  package static let mayNotTrade = SpotRefusal(
    .orderRejected, "This account may not place or cancel orders.")
  package static let notional = SpotRefusal(.filterFailure, "Price * QTY is zero or less.")
  package static let noQuoteQuantity = SpotRefusal(
    .filterFailure, "Quote order qty market orders are not support for this symbol.")
  package static let noSuchMode = SpotRefusal(
    .filterFailure, "This symbol does not allow the specified self-trade prevention mode.")
  package static let noDepthForLot = SpotRefusal(
    .orderRejected, "Order book liquidity is less than `LOT_SIZE` filter minimum quantity.")
  package static let noSuchOrder = SpotRefusal(.noSuchOrder, "Order does not exist.")
  package static let idsDisagree = SpotRefusal(
    .idsDisagree, "Client order ID is not correct for this order ID.")
  package static let notOpen = SpotRefusal(.cancelRejected, "Unknown order sent.")
  package static let restricted = SpotRefusal(
    .cancelRejected, "Order was not canceled due to cancel restrictions.")

  /// A type of order that a symbol does not take.
  package static func unsupported(_ type: SpotOrderType) -> SpotRefusal {
    let name = type.rawValue.lowercased().split(separator: "_").joined(separator: " ")
    let words = name.prefix(1).uppercased() + name.dropFirst()
    return SpotRefusal(.filterFailure, "\(words) orders are not supported for this symbol.")
  }
}
