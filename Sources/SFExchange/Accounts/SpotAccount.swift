import SFCore

/// Somebody who trades here: what is theirs, and what a fill costs them.
package struct SpotAccount: Equatable, Sendable {
  /// What an account has of one asset.
  package struct Balance: Equatable, Sendable {
    package internal(set) var free: AssetAmount = .zero
    /// What open orders may still spend.
    package internal(set) var locked: AssetAmount = .zero
    /// When it was last other than before.
    package internal(set) var updated: Timestamp?

    package var total: AssetAmount { free + locked }
  }

  package let name: String
  package let uid: Int64
  package let maker: Ratio
  package let taker: Ratio
  /// What of a commission need not be paid in BNB; `nil` for an account that does not pay in BNB.
  package let discount: Ratio?
  package internal(set) var canTrade = true
  /// By the exchange's list of assets.
  package internal(set) var balances: [Balance]

  package init(
    name: String, uid: Int64, maker: Ratio = 0.001, taker: Ratio = 0.001, discount: Ratio? = nil
  ) {
    precondition(maker >= 0 && maker <= 1 && taker >= 0 && taker <= 1)
    self.name = name
    self.uid = uid
    self.maker = maker
    self.taker = taker
    self.discount = discount
    balances = []
  }

  func rate(_ liquidity: Liquidity) -> Ratio { liquidity == .maker ? maker : taker }
}
