import SFCore
import SFWire

/// How the exchange tells accounts what happened: `executionReport`, `outboundAccountPosition`,
/// `balanceUpdate`.
extension SpotExchange {
  package func text(of event: SpotEvent) -> JSONValue {
    switch event {
    case .order(_, let report): report.text
    case .position(let account, let assets, let time):
      .members([
        "e": .string("outboundAccountPosition"), "E": .time(time), "u": .time(time),
        "B": .array(
          assets.map { asset in
            let balance = ledger.balance(account, asset)
            return .members([
              "a": .string(ledger.assets[asset]), "f": .amount(balance.free),
              "l": .amount(balance.locked),
            ])
          }),
      ])
    case .balance(_, let asset, let delta, let time):
      .members([
        "e": .string("balanceUpdate"), "E": .time(time), "a": .string(ledger.assets[asset]),
        "d": .amount(delta), "T": .time(time),
      ])
    }
  }
}

extension ExecutionReport {
  fileprivate var text: JSONValue {
    let value = JSONValue.members([
      "e": .string("executionReport"), "E": .time(time), "s": .string(symbol),
      "c": .string(cancelID ?? order.clientID), "S": .string(order.side.word),
      "o": .string(order.type.rawValue), "f": .string(order.timeInForce.rawValue),
      "q": .amount(order.quantity), "p": .amount(order.price ?? .zero),
      "P": .amount(order.stopPrice ?? .zero), "F": .amount(AssetAmount.zero), "g": .integer(-1),
      "C": .string(cancelID == nil ? "" : order.clientID), "x": .string(kind.rawValue),
      "X": .string(order.status.rawValue), "r": .string(reject.rawValue), "i": .integer(order.id),
      "l": .amount(fill?.quantity ?? .zero), "z": .amount(order.executed),
      "L": .amount(fill?.price ?? .zero),
      "n": fill.map { .amount($0.commission) } ?? .string("0"),
      "N": fill.map { .string($0.commissionAsset) } ?? .null, "T": .time(time),
      "t": .integer(fill?.tradeID ?? -1),
    ])
    return addingConditional(
      to: value.adding([
        "I": .integer(id), "w": .bool(order.status.isOpen && order.isWorking),
        "m": .bool(fill?.isMaker ?? false), "M": .bool(false), "O": .time(order.created),
        "Z": .amount(order.executedQuote), "Y": .amount(fill?.quote ?? .zero),
        "Q": .amount(order.quoteQuantity ?? .zero),
      ]))
  }

  private func addingConditional(to value: JSONValue) -> JSONValue {
    var value = value
    if let match = order.preventedMatch { value = value.adding(["v": .integer(match)]) }
    if let working = order.working { value = value.adding(["W": .time(working)]) }
    value = value.adding(["V": .string(order.selfTrade.rawValue)])
    if let id = order.strategyID { value = value.adding(["j": .integer(id)]) }
    if let type = order.strategyType { value = value.adding(["J": .integer(type)]) }
    if let prevented {
      value = value.adding(["A": .amount(order.prevented), "B": .amount(prevented)])
    }
    if let reason = order.expiryReason { value = value.adding(["eR": .string(reason.rawValue)]) }
    return value
  }
}
