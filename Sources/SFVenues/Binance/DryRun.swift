import SFBinanceOrders

/// What would be sent, printed, and answered as nothing that was sent: nothing is owned, and nothing
/// is done. What the exchange says to everybody is answered as it has said it.
struct DryRun {
  private let house: BinanceHouse
  /// Its rules.
  private let information: [UInt8]

  init(_ house: BinanceHouse, information: [UInt8]) {
    self.house = house
    self.information = information
  }

  func carry(_ action: DeskAction) {
    let reply: (number: Int, ExchangeReply)
    switch action {
    case .change(let change, let number):
      print(change.text)
      reply = (number, .unsent("dry run"))
    case .ask(let query, let number):
      if query.isSigned { print("GET \(query.path) \(RequestSigner.payload(query.fields))") }
      reply = (number, .answered(status: 200, body: body(query), retryAfter: nil))
    case .answer, .alert: return
    }
    // Without a ledger nothing of it can fail.
    try? house.hear([.reply(reply.number, reply.1)])
  }

  private func body(_ query: BinanceQuery) -> [UInt8] {
    switch query.path {
    case BinanceQuery.time.path:
      Array(#"{"serverTime":\#(house.exchangeTime.milliseconds)}"#.utf8)
    case BinanceQuery.account.path: Array(#"{"uid":0,"balances":[]}"#.utf8)
    case BinanceQuery.information([]).path: information
    default: Array("[]".utf8)
    }
  }
}
