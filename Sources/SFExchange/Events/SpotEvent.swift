import SFCore

/// What an account is told as it happens; the exchange's user data.
package enum SpotEvent: Equatable, Sendable {
  case order(account: Int, ExecutionReport)
  /// What an account has of the assets that may have changed, behind the reports of why.
  case position(account: Int, assets: [Int], time: Timestamp)
  /// Something came or went that was no order.
  case balance(account: Int, asset: Int, delta: AssetAmount, time: Timestamp)

  package var account: Int {
    switch self {
    case .order(let account, _), .position(let account, _, _), .balance(let account, _, _, _):
      account
    }
  }
}

/// A fill as an account can ask for it.
package struct AccountFill: Equatable, Sendable {
  package let market: Int
  package let orderID: Int64
  package let isBuyer: Bool
  package let time: Timestamp
  package let fill: ExecutionReport.Fill
}
