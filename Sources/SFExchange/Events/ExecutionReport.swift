import SFCore

/// What happened to an order, for its account.
package struct ExecutionReport: Equatable, Sendable {
  /// What a report of the kind TRADE adds.
  package struct Fill: Equatable, Sendable {
    package let tradeID: Int64
    package let price: Price
    package let quantity: Quantity
    package let quote: AssetAmount
    package let commission: AssetAmount
    package let commissionAsset: String
    package let isMaker: Bool
  }

  package let id: Int64
  package let kind: ExecutionKind
  /// As it was after it.
  package let order: SpotOrder
  package let symbol: String
  package let time: Timestamp
  /// `nil` unless it is a fill.
  package let fill: Fill?
  /// The client's id of a cancel; `nil` unless it is one.
  package let cancelID: String?
  package let reject: RejectReason
  /// What this event of self-trade prevention has expired; `nil` unless it is one.
  package let prevented: Quantity?
}
