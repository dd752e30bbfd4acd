import SFBinance
import SFBroker
import SFCore
import SFWire

/// What comes back of requests.
extension BinanceDesk {
  mutating func take(_ reply: ExchangeReply, to question: Question, _ number: Int) {
    switch question {
    case .time: hearTime(QueryVerdict(reply), number)
    case .place(let sending): place(ChangeVerdict(reply), sending)
    case .replace(let sending, let old): replaced(reply, sending, old)
    case .cancel(let sending): cancel(ChangeVerdict(reply), sending)
    default: take(QueryVerdict(reply), to: question)
    }
  }

  private mutating func hearTime(_ verdict: QueryVerdict, _ number: Int) {
    var said: JSONValue?
    if case .value(let value) = verdict { said = value }
    let jump = clock.hear(said, number, at: own)
    if let jump {
      actions.append(
        .alert(
          "the exchange's clock has jumped by \(jump) ms: nothing is bought until it is measured"))
    }
    time = clock.offset.time(at: own)
    if jump != nil { reconcile() }
  }

  mutating func place(_ verdict: ChangeVerdict, _ sending: Sending) {
    // What is not of the newest time any more was resolved otherwise.
    guard memory.orders[sending.order]?.life.attempts == sending.attempt else {
      if case .done(let report) = verdict { fold(report) }
      return
    }
    switch verdict {
    case .done(let report) where memory.sendings[report.clientID] == sending: fold(report)
    case .refused(let error, _):
      guardAccess(error)
      if error.code == .filterFailure { askAnew(sending.order) }
      if error.text == Self.insufficient.rawValue { reconcile() }
      if memory.orders[sending.order]?.order.intent == .exit {
        actions.append(.alert("the exchange refuses the exit \(sending.order): \(error.text)"))
      }
      hear(.rejected(RefusalReason(rawValue: error.text)), sending.order)
      if memory.orders[sending.order]?.isProtection == true { refuseShield(sending.order, error) }
    case .isThere:
      hear(.accepted, sending.order)
      askStatus(sending)
    case .isNotOpen, .unknown, .done: hear(.lost, sending.order)
    }
  }

  private mutating func cancel(_ verdict: ChangeVerdict, _ sending: Sending) {
    switch verdict {
    case .done(let report): fold(report)
    // Canceled or not, only the order itself tells.
    case .isNotOpen: askStatus(sending)
    case .refused(let error, let retryAfter):
      guardAccess(error)
      lookAgain(sending.order, in: ExchangeReply.pause(retryAfter ?? 1))
    case .isThere, .unknown: lookAgain(sending.order, in: 500)
    }
  }

  /// A rule is not what it was.
  private mutating func askAnew(_ id: String) {
    guard let symbol = symbol(id) else { return }
    askRules()
    askMean(symbol)
  }

  /// A signature or a key that is not taken: nothing that is sent comes through, and nothing is tried.
  /// A time that is not taken is measured again.
  mutating func guardAccess(_ error: ErrorReply) {
    if error.code == .outsideWindow { clock.doubt(at: own) }
    guard [.invalidSignature, .rejectedKey, .badKeyFormat].contains(error.code) else { return }
    halt("the exchange refuses the account's key: \(error.text)")
  }

  mutating func halt(_ reason: String) {
    guard memory.mode != .halted else { return }
    memory.mode = .halted
    actions.append(.alert("halted: \(reason)"))
  }

  private mutating func take(_ verdict: QueryVerdict, to question: Question) {
    if case .refused(let error) = verdict {
      guardAccess(error)
      return
    }
    switch (question, verdict) {
    case (.status(let sending), .value(let value)):
      if let report = OrderReport(answer: value) {
        fold(report)
        pursue(sending.order)
      } else {
        lookAgain(sending.order, in: 1_000)
      }
    case (.status(let sending), .notFound): search(sending)
    case (.status(let sending), _), (.search(let sending), .nothing),
      (.search(let sending), .notFound):
      lookAgain(sending.order, in: 1_000)
    case (.search(let sending), .value(let value)): searched(sending, value)
    case (.trades(let symbol, let sending), .value(let value)):
      takeTrades(symbol, value, sending)
    case (.trades(let symbol, let sending), _): missTrades(symbol, sending)
    case (.owner(let id), .value(let value)): own(id, value)
    case (.openOrders(let symbol), .value(let value)): takeOpen(symbol, value)
    case (.account, .value(let value)): takeAccount(value)
    case (.information, .value(let value)): takeRules(value)
    case (.mean(let symbol), .value(let value)): takeMean(symbol, value)
    case (.information, _): market.due = time + DeskMarket.pause
    case (.mean, _): break
    default: reconciler.failed(at: time)
    }
  }

  // MARK: Reports

  /// Folds what the exchange says of an order; nothing where it is not ours.
  mutating func fold(_ report: OrderReport) {
    guard let sending = memory.sendings[report.clientID] else { return }
    let id = DeskMemory.ExchangeID(symbol: report.symbol, id: report.orderID)
    if memory.known[id] != sending {
      // A new order with an older one's number, or one below it: the exchange has begun again.
      if memory.known[id] != nil || report.orderID <= memory.orders[sending.order]?.floor ?? 0 {
        halt("order numbers of \(report.symbol) went back: the exchange has begun again")
      }
      memory.known[id] = sending
      memory.newest[report.symbol] = max(memory.newest[report.symbol] ?? 0, report.orderID)
    }
    for trade in report.fills { book(trade, sending) }
    hear(
      .found(report.state, filled: report.executed, attempt: sending.attempt), sending.order)
    if memory.orders[sending.order]?.life.missesFills == true { askTrades(report.symbol) }
    conclude(sending.order)
    pursue(sending.order)
  }

  mutating func hear(_ value: JSONValue) {
    if let report = OrderReport(event: value) {
      noteForeign(report)
      fold(report)
    } else if value["e"]?.string == "outboundAccountPosition" {
      takeBalances(value["B"]?.array ?? [], "a", "f", "l")
    } else if value["e"]?.string == "balanceUpdate" {
      let amount = "\(value["d"]?.string ?? "?") \(value["a"]?.string ?? "?")"
      actions.append(.alert("the account's balance changed by \(amount.shown()), by no order"))
    }
  }

  /// The first asset whose balance cannot be read.
  @discardableResult
  mutating func takeBalances(
    _ values: [JSONValue], _ asset: String, _ free: String, _ locked: String
  ) -> String? {
    var unreadable: String?
    for entry in values {
      guard let name = entry[asset]?.string else { continue }
      guard let there: Quantity = entry.amount(free), let held: Quantity = entry.amount(locked)
      else {
        unreadable = unreadable ?? name
        continue
      }
      balances[name] = DeskBalance(free: there, locked: held)
    }
    return unreadable
  }

  mutating func book(_ trade: TradeReport, _ sending: Sending) {
    guard let known = memory.orders[sending.order], let rules = rules[known.order.symbol],
      !memory.book.isBooked(trade)
    else { return }
    if known.closesAny {
      bookShield(trade, known.order, rules)
    } else {
      book(trade, known, rules)
    }
    // Behind the fill, since what comes of it may be the order's last answer.
    hear(.filled(id: "\(trade.id)", trade.quantity, attempt: sending.attempt), sending.order)
    conclude(sending.order)
  }

  private mutating func book(_ trade: TradeReport, _ known: DeskOrder, _ rules: TradingRules) {
    let order = known.order
    let held = memory.book.positions[order.position]?.quantity ?? .zero
    memory.book.book(trade, position: order.position, rules, worth: worth(of: trade.feeAsset))
    let before = known.life.counted
    let rest = Quantity(
      units: max(0, order.quantity.units - before.units - trade.quantity.units))
    // What lay about and was sold with it is of no position, and nobody's who watches one.
    let own = trade.side == .buy ? trade.quantity : min(trade.quantity, held)
    guard own > .zero else { return }
    actions.append(
      .answer(
        .fill(
          Fill(
            id: "\(trade.symbol)-\(trade.id)", order: order.id, symbol: trade.symbol,
            side: trade.side, price: trade.price, quantity: own,
            fee: Price(units: trade.fee.units),
            feeAsset: trade.feeAsset == rules.quote ? nil : trade.feeAsset,
            position: order.position, liquidity: trade.isMaker ? .maker : .taker, at: trade.at,
            remaining: before == .zero && rest == .zero ? nil : rest))))
  }

  /// What one of an asset was worth last, in quote currency.
  func worth(of asset: String) -> Price? {
    Symbol(asset + settings.quote).flatMap { best[$0]?.bid }
  }
}
