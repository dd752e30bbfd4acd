import SFCore
import SFWire

extension FaultPlan {
  /// Each fault, how many requests it was looked for, and how often it has happened.
  package var text: JSONValue {
    .array(
      entries.map {
        .members([
          "name": .string($0.rule.name), "fault": .string($0.rule.kind.rawValue),
          "seen": .integer($0.seen), "count": .integer($0.count),
        ])
      })
  }
}

extension SpotLedger {
  /// What each account has, and what fees and the house have of each asset.
  package var text: JSONValue {
    func amounts(_ amount: (Int) -> JSONValue) -> JSONValue {
      .object(assets.indices.map { .init(key: assets[$0], value: amount($0)) })
    }
    let accounts = accounts.map { account in
      JSONValue.Member(
        key: account.name,
        value: amounts { asset in
          let balance = account.balances[asset]
          return .members(["free": .amount(balance.free), "locked": .amount(balance.locked)])
        })
    }
    return .members([
      "accounts": .object(accounts), "fees": amounts { .amount(units: fees[$0]) },
      "house": amounts { .amount(units: house[$0]) },
    ])
  }
}
