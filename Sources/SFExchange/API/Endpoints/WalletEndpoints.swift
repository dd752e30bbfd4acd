import SFCore
import SFWire

/// What clients ask beside the spot API when they start.
extension ExchangeAPI {
  static let walletEndpoints: [APIEndpoint] = [
    APIEndpoint("GET", "/sapi/v1/capital/config/getall", .signed, weight: 10) {
      api, _, account throws(SpotRefusal) in
      let ledger = api.exchange.ledger
      return .array(
        zip(ledger.assets, ledger.accounts[account].balances).map { $1.coin(named: $0) })
    },
    APIEndpoint("GET", "/sapi/v1/margin/allPairs", .none, weight: 1, reads: signedNames) {
      _, _, _ throws(SpotRefusal) in .array([])
    },
    APIEndpoint("GET", "/sapi/v1/margin/isolated/allPairs", .signed, weight: 10) {
      _, _, _ throws(SpotRefusal) in .array([])
    },
  ]

  /// Some clients sign what needs no signature.
  private static let signedNames = ["timestamp", "recvWindow", "signature"]
}

extension SpotAccount.Balance {
  /// An asset of a wallet that nothing is ever sent to or from.
  fileprivate func coin(named asset: String) -> JSONValue {
    let nothing = JSONValue.amount(AssetAmount.zero)
    return .members([
      "coin": .string(asset), "depositAllEnable": .bool(false), "free": .amount(free),
      "freeze": nothing, "ipoable": nothing, "ipoing": nothing,
      "isLegalMoney": .bool(false), "locked": .amount(locked), "name": .string(asset),
      "networkList": .array([]), "storage": nothing, "trading": .bool(true),
      "withdrawAllEnable": .bool(false), "withdrawing": nothing,
    ])
  }
}
