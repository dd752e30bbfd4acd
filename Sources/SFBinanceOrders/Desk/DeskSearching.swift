import SFBinance
import SFBroker
import SFCore
import SFWire

/// What is looked for: orders that are not found, and trades that are not booked.
extension BinanceDesk {
  /// Before the fence "not found" proves nothing; behind it, open orders and own trades must not show
  /// the order either.
  mutating func search(_ sending: Sending) {
    guard let order = memory.orders[sending.order], order.life.state == .unknown,
      order.life.attempts == sending.attempt
    else {
      // What was accepted, and is not found: the answer lags behind.
      lookAgain(sending.order, in: 1_000)
      return
    }
    if order.life.isBehindFence(time) {
      ask(.openOrders(order.order.symbol), .search(sending))
    } else {
      hear(.notFound(isSeen: false), sending.order)
    }
  }

  mutating func searched(_ sending: Sending, _ value: JSONValue) {
    guard let symbol = symbol(sending.order) else { return }
    let name = clientID(sending)
    // What cannot be read may be the order.
    guard let orders = value.array, orders.allSatisfy({ $0.clientOrderID != nil }) else {
      lookAgain(sending.order, in: 1_000)
      return
    }
    if let own = orders.first(where: { $0.clientOrderID == name }) {
      if let report = OrderReport(answer: own) {
        fold(report)
      } else {
        lookAgain(sending.order, in: 1_000)
      }
    } else {
      ask(.trades(symbol, from: memory.book.cursor(symbol)), .trades(symbol, for: sending))
    }
  }

  mutating func takeTrades(
    _ symbol: Symbol, _ value: JSONValue, _ sending: Sending?
  ) {
    let trades = value.array?.compactMap(TradeReport.init)
    guard let trades, trades.count == value.array?.count else {
      missTrades(symbol, sending)
      return
    }
    var isWhole = true
    for trade in trades {
      let id = DeskMemory.ExchangeID(symbol: symbol, id: trade.orderID)
      if let owner = memory.known[id] {
        book(trade, owner)
      } else if !memory.foreign.contains(id) {
        isWhole = false
        askOwner(id)
      }
      if isWhole { memory.book.advance(symbol, to: trade.id) }
    }
    // What is not on this page may be on the next.
    let isLast = trades.count < BinanceQuery.pageSize
    if let sending { hear(.notFound(isSeen: !isWhole || !isLast), sending.order) }
    guard isWhole else { return }
    if isLast {
      reconciler.answered(.trades(symbol))
    } else {
      askTrades(symbol)
    }
  }

  /// Own trades are not known: they are asked for again by those who miss some.
  mutating func missTrades(_ symbol: Symbol, _ sending: Sending?) {
    reconciler.failed(at: time)
    if let sending { lookAgain(sending.order, in: 1_000) }
    for order in memory.incomplete where order.order.symbol == symbol && order.due == nil {
      lookAgain(order.order.id, in: 1_000)
    }
  }

  private mutating func askOwner(_ id: DeskMemory.ExchangeID) {
    guard !questions.values.contains(.owner(id)) else { return }
    ask(.order(id.symbol, id: id.id), .owner(id))
  }

  mutating func own(_ id: DeskMemory.ExchangeID, _ value: JSONValue) {
    guard let report = OrderReport(answer: value) else { return }
    noteForeign(report)
    fold(report)
    askTrades(id.symbol)
  }

  /// An order that the session has not sent is reported once, and left alone; what a person has sold
  /// by `sf-broker kill` is booked.
  mutating func noteForeign(_ report: OrderReport) {
    if ClientID.isOfKill(report.clientID) { return adoptKill(report) }
    let id = DeskMemory.ExchangeID(symbol: report.symbol, id: report.orderID)
    guard memory.sendings[report.clientID] == nil, memory.foreign.insert(id).inserted else {
      return
    }
    let who = ClientID.isOfSession(report.clientID) ? "another session" : "somebody else"
    actions.append(
      .alert("\(who) has ordered: \(id.symbol), order \(id.id), \(report.clientID.shown())"))
  }
}

extension JSONValue {
  /// What an open order is called by who has sent it; `nil` where that cannot be read.
  fileprivate var clientOrderID: String? { self["clientOrderId"]?.string }
}
