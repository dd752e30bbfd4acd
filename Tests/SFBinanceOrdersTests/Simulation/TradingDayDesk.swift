import SFBinance
import SFBinanceOrders
import SFBroker
@_spi(Gate) import SFCore
import SFExchange
import SFTestSupport
import SFWire

/// The desk of a day, and what is between it and the exchange.
extension TradingDay {
  // MARK: The desk

  mutating func hear(_ event: DeskEvent) throws {
    guard var desk else { return }
    let dies = now < DayPlan.calm && plan.draws.uniform() < plan.crashes
    // What comes of an order must not be lost, as a pipeline gives it once more.
    if dies, plan.draws.uniform() < 0.5, !isOfTrader(event) {
      crash("before the commit of \(event)")
      return
    }
    // One desk at a time: a second one would have all of it copied.
    self.desk = nil
    let actions = desk.take(event, at: own)
    committed = desk.memory
    self.desk = desk
    perform(actions, sends: !dies)
    if dies { crash("behind the commit of \(event)") }
  }

  private func isOfTrader(_ event: DeskEvent) -> Bool {
    switch event {
    case .order, .cancel, .mode, .exit, .settled: true
    default: false
    }
  }

  private mutating func crash(_ place: @autoclosure () -> String) {
    note("crash \(place().prefix(60))")
    counts.crashes += 1
    desk = nil
    life += 1
    session.close(connection)
    after(500 + Int64(plan.draws.below(60_000)), .restart)
  }

  mutating func restart() throws {
    plan.changeClock()
    var desk = BinanceDesk(settings, try Checkpoint.resumed(committed))
    for symbol in DayPlan.symbols {
      if let best = best(symbol) { _ = desk.take(.best(symbol, best), at: own) }
    }
    let actions = desk.resume(at: own)
    self.desk = desk
    committed = desk.memory
    perform(actions, sends: true)
    connect()
    let orders = waiting
    waiting = []
    for (order, mark) in orders {
      // A desk that dies over one of them leaves the others to the next.
      if self.desk == nil {
        waiting.append((order, mark))
      } else {
        try hear(.order(Approved(order), mark: mark))
      }
    }
  }

  /// User data by a new connection.
  mutating func connect() {
    connection += 1
    guard session.open(connection, address: "127.0.0.1", at: time) == nil else {
      after(5_000, .connect)
      return
    }
    let fields = signer.signedForSocket([RequestField("timestamp", time.milliseconds)])
    let params = fields.map { field -> JSONValue.Member in
      if case .number(let number) = field.value {
        return .init(key: field.name, value: .number("\(number)"))
      }
      return .init(key: field.name, value: .string(field.text))
    }
    let message = JSONValue.object([
      .init(key: "id", value: .number("1")),
      .init(key: "method", value: .string("userDataStream.subscribe.signature")),
      .init(key: "params", value: .object(params)),
    ])
    after(
      latency(),
      .request(
        APIRequest(message: message.text, connection: connection, address: "127.0.0.1"), number: 0,
        isChange: false))
  }

  private mutating func perform(_ actions: [DeskAction], sends: Bool) {
    let signing = desk?.exchangeTime(at: own) ?? time
    for action in actions {
      if sends { auditor.sent(action, at: now) }
      switch action {
      case .answer(let answer):
        note("answer \(answer)")
        trader.hear(answer)
        gate.hear(answer)
      case .alert(let text): note("alert \(text)")
      case .ask(let query, let number) where sends:
        let request = APIRequest(
          method: "GET", path: query.path,
          query: query.signed(by: signer, at: signing, receiveWindow: settings.receiveWindow),
          key: signer.header)
        after(latency(), .request(request, number: number, isChange: false))
      case .change(let change, let number) where sends:
        note("\(number): \(change.text)")
        if bug == .forgetsCancels, change.method == .delete { continue }
        let form = change.signed(
          by: signer, at: signing, receiveWindow: settings.receiveWindow
        ).take()
        let isPost = change.method == .post
        let request = APIRequest(
          method: change.method.rawValue, path: change.path, query: isPost ? "" : form,
          body: isPost ? form : "", key: signer.header)
        after(latency(), .request(request, number: number, isChange: true))
      case .ask, .change: break
      }
    }
  }

  // MARK: Persons

  /// A person halts for a while, closes a position, or sells one by hand and says so.
  mutating func say() throws {
    guard desk != nil else { return }
    let word = plan.draws.below(5)
    switch word {
    case 0, 1:
      try control(word == 0 ? .halted : .reducing)
      after(20_000 + Int64(plan.draws.below(60_000)), .resume)
    default:
      guard let position = trader.positions.values.sorted(by: { $0.entry.id < $1.entry.id }).first,
        position.isEntryDone, position.units > 0
      else { return }
      counts.persons += 1
      var order = position.exit(id: "person-\(time.milliseconds)-\(counts.persons)")
      order.by = "a person"
      if word == 2 { try settle(order) } else { try give(order) }
    }
  }

  mutating func control(_ mode: BrokerMode) throws {
    note("\(mode.rawValue)")
    try hear(.mode(mode))
  }

  /// The trader hears of it where it is a new one.
  private mutating func give(_ order: Order) throws {
    note("a person sells \(order.position)")
    if desk?.exit(of: order.position) == nil {
      trader.hear(.order(order))
      gate.hear(.order(order))
    }
    try hear(.exit(Approved(order)))
  }

  /// Sells at the exchange, by another program, what a position has, and books it here.
  private mutating func settle(_ order: Order) throws {
    guard !isUnderWay(order.position) else { return }
    let before = DayAuditor.balances(session.api.exchange)["USDT"]?.units ?? 0
    let step: Int64 = 100_000
    let sold = Quantity(units: order.quantity.units / step * step)
    guard sold > .zero else { return }
    session.add(
      try FaultRule(
        JSONValue(
          text: Array(
            "{\"fault\":\"order\",\"account\":\"ann\",\"symbol\":\"\(order.symbol)\",\"side\":\"SELL\",\"quantity\":\"\(sold)\",\"at\":\"\(time)\"}"
              .utf8))))
    session.advance(to: time)
    let got = (DayAuditor.balances(session.api.exchange)["USDT"]?.units ?? 0) - before
    guard got > 0 else { return }
    var order = order
    order.quantity = sold
    note("sold \(sold) of \(order.position) by hand for \(got)")
    let price = Price(units: Int64(Int128(got) * 100_000_000 / Int128(sold.units)))
    // A price has eight places, and what is left of the money is nobody's.
    auditor.gave(Money(Price(units: got)) - price * sold)
    trader.hear(.order(order))
    gate.hear(.order(order))
    try hear(.settled(Approved(order), at: price))
  }

  private func isUnderWay(_ position: String) -> Bool {
    committed.orders.values.contains {
      !$0.isDone && $0.order.intent == .exit && $0.order.position == position && $0.life.isOut
    }
  }

  // MARK: What comes back

  mutating func deliver() {
    for answer in session.takeAnswers() {
      guard let (number, life, sent) = asked.removeValue(forKey: answer.ticket) else { continue }
      let request = answer.request.request
      var reply = Self.reply(answer.answered.reply)
      var pause = latency()
      switch answer.answered.delivery {
      case .whole: break
      case .late(let more): pause += more
      case .none, .cut, .unsaid: reply = .nothing
      }
      if now + pause - sent > Self.timeout { continue }
      let isOrder = request.method == "POST" && request.path == "/api/v3/order"
      if isOrder { note("reply \(number): \(String(describing: reply).prefix(30))") }
      if case .nothing = reply, isOrder { counts.lost += 1 }
      if isOrder, case .unknown = ChangeVerdict(reply) {
        if bug == .guessesRejections {
          reply = .answered(
            status: 400, body: Array(#"{"code":-1013,"msg":"Guessed."}"#.utf8), retryAfter: nil)
        } else if bug == .retriesWithoutFence {
          queue.add(
            .request(request, number: number, isChange: true), at: now + 1, life: life)
          continue
        }
      }
      let headers = answer.answered.reply.headers.map { ($0.name, $0.value) }
      queue.add(
        .reply(number, reply, ExchangeUsage(headers: headers)), at: now + pause, life: life)
    }
    for push in session.takePushes() where push.connection == connection {
      guard var event = push.text["event"] else { continue }
      if bug == .countsFillsTwice { event = Self.renumbered(event) }
      after(latency(), .push(event))
    }
  }

  private static func reply(_ reply: APIReply) -> ExchangeReply {
    let retry = reply.headers.first { $0.name == "Retry-After" }.flatMap { Int($0.value) }
    return .answered(status: reply.status, body: reply.body, retryAfter: retry)
  }

  /// A fill under another number.
  private static func renumbered(_ event: JSONValue) -> JSONValue {
    guard let members = event.members, let id = event["t"]?.integer, id > 0 else { return event }
    return .object(
      members.map {
        $0.key == "t" ? .init(key: "t", value: .number("\(id + 1_000_000)")) : $0
      })
  }
}
