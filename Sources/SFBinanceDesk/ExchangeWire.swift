import SFBinance
import SFBinanceOrders
import SFCore
import SFFeeds
import SFHTTP
import SFRun
import SFWire

/// What stands between a desk and the exchange: requests are signed and sent, answers and user data
/// come back, times are measured. It decides nothing of orders.
///
/// A question goes out once, when the limit of the address has room for it; a change at once, over a
/// connection of its own. While the exchange has asked to keep still nothing goes out: a change is
/// answered as the exchange would have, a question waits.
package final class ExchangeWire {
  /// What has happened.
  package enum Event {
    case desk(DeskEvent)
    case information(ExchangeInfo)
    /// It does not say its rules, and will not.
    case noInformation(ErrorReply)
    /// The exchange says that a filter has refused an order: its rules may be others by now.
    case filterFailure
    /// For people.
    case notice(String)
  }

  /// How it is told to be.
  package struct Settings: Sendable {
    package var addresses: BinanceAddresses
    /// A file of certificates to trust; `nil` for the machine's.
    package var certificates: String?
    package var agent: String
    /// How long an answer may take, in milliseconds.
    package var patience = 10_000
    package var receiveWindow: Int64 = 5_000
    package var symbols: [Symbol] = []

    package init(_ addresses: BinanceAddresses, agent: String) {
      self.addresses = addresses
      self.agent = agent
    }
  }

  private enum Sent {
    case change(Int)
    case question(Int)
    case time(asked: Timestamp)
    case information(RESTCall)
    case prices(RESTCall)
  }

  package var settings: Settings
  private let signer: RequestSigner
  private let sender: RequestSender
  private let clock: any Clock
  private let userData: UserDataLink?
  private var origin: (time: Timestamp, moment: Moment)
  private var offset = ExchangeOffset()
  private var isMeasuring = false
  private var nextMeasuring = Moment.past
  private var nextInformation = Moment.past
  private var nextPrices = Moment.past
  /// Whether best prices are asked for again and again.
  package var wantsPrices = false
  private var budget = WeightBudget()
  private var stillUntil = Moment.past
  private var waiting: [(query: BinanceQuery, number: Int)] = []
  private var under: [Int: Sent] = [:]
  private var tags = 0
  private var events: [Event] = []

  private static let (betweenTimes, betweenRules) = (TimeSpan.seconds(600), TimeSpan.seconds(3_600))
  private static let betweenPrices = TimeSpan.seconds(5)
  private static let size = 1 << 22
  /// Where the exchange does not say how long to keep still: a window of its limit.
  private static let still = 60

  /// No wait goes on once `stop` is readable, and each ends when `bell` is. Without a socket nothing
  /// is heard of the account but answers.
  package init(
    _ settings: Settings, _ signer: RequestSigner, socket: (any MessageSocket)?, stop: Int32,
    bell: Int32?, _ clock: any Clock
  ) throws(HTTPFailure) {
    self.settings = settings
    self.signer = signer
    self.clock = clock
    var options = HTTPOptions(agent: settings.agent)
    options.certificates = settings.certificates
    options.patience = settings.patience
    sender = try RequestSender(options, stop: stop, clock)
    origin = (clock.time, clock.now)
    let seed = UInt64.random(in: 0 ... .max)
    userData = socket.map {
      UserDataLink($0, settings.addresses.socket, signer, seed: seed, clock)
    }
    if let bell { sender.watch(bell) }
    if let userData { sender.watch(userData.descriptor) }
  }

  package var isStopped: Bool { sender.isStopped }

  /// The machine's time as it would be had nobody set it.
  private var own: Timestamp { origin.time + clock.now.since(origin.moment).milliseconds }

  /// The exchange's time.
  package var time: Timestamp { offset.time(at: own) }

  /// The moment at which the exchange's time will be this.
  package func moment(at time: Timestamp) -> Moment {
    clock.now + TimeSpan(milliseconds: max(0, time - self.time))
  }

  /// Goes on with what another one has measured.
  package func takeTime(of other: ExchangeWire) {
    (origin, offset, nextMeasuring) = (other.origin, other.offset, other.nextMeasuring)
  }

  package var isMeasured: Bool { offset.isKnown }

  /// How far the exchange's clock is ahead of the machine's, in milliseconds.
  package var ahead: Int64 { offset.milliseconds }

  // MARK: Sending

  /// Carries out what a desk wants of the exchange.
  package func send(_ change: BinanceChange, _ number: Int) {
    guard clock.now >= stillUntil else {
      let seconds = Int((stillUntil.since(clock.now).milliseconds + 999) / 1_000)
      events.append(
        .desk(.reply(number, .answered(status: 429, body: [], retryAfter: max(1, seconds)))))
      return
    }
    let form = change.signed(by: signer, at: time, receiveWindow: settings.receiveWindow).take()
    let isPost = change.method == .post
    let url = base + change.path + (isPost ? "" : "?\(form)")
    budget.spend(1, at: time.milliseconds)
    let tag = begin(.change(number))
    do throws(HTTPFailure) {
      try sender.send(
        Change(
          isPost ? .post : .delete, url: url, headers: headers,
          body: isPost ? Array(form.utf8) : [],
          sizeLimit: Self.size, timeLimit: settings.patience), tag: tag)
    } catch { finish(tag, .unsent(reason: error.reason)) }
  }

  package func ask(_ query: BinanceQuery, _ number: Int) { waiting.append((query, number)) }

  private var base: String {
    settings.addresses.rest.hasSuffix("/")
      ? String(settings.addresses.rest.dropLast()) : settings.addresses.rest
  }

  private var headers: [(name: String, value: String)] { [("X-MBX-APIKEY", signer.header)] }

  private func begin(_ sent: Sent) -> Int {
    tags += 1
    under[tags] = sent
    return tags
  }

  /// Questions that may go; when the next may.
  private func askWhatMayGo() -> Moment {
    let now = clock.now
    guard now >= stillUntil else { return stillUntil }
    while let (query, number) = waiting.first {
      let pause = budget.wait(for: query.weight, at: time.milliseconds)
      guard pause <= 0 else { return now + TimeSpan(milliseconds: pause) }
      waiting.removeFirst()
      budget.spend(query.weight, at: time.milliseconds)
      let form = query.signed(by: signer, at: time, receiveWindow: settings.receiveWindow)
      get("\(base)\(query.path)?\(form)", headers, .question(number))
    }
    return .never
  }

  private func get(
    _ url: String, _ headers: [(name: String, value: String)], _ sent: Sent,
    size: Int = ExchangeWire.size
  ) {
    let tag = begin(sent)
    do throws(HTTPFailure) {
      try sender.send(
        Query(url: url, headers: headers, sizeLimit: size, timeLimit: settings.patience), tag: tag)
    } catch { finish(tag, .unsent(reason: error.reason)) }
  }

  private func ask(_ call: RESTCall, _ sent: Sent) {
    budget.spend(call.weight, at: time.milliseconds)
    get(call.url(base), [], sent, size: call.sizeLimit)
  }

  /// Asks what is due by itself; when the next is.
  private func askByItself() -> Moment {
    let now = clock.now
    guard now >= stillUntil else { return stillUntil }
    if !isMeasuring, now >= nextMeasuring {
      isMeasuring = true
      ask(.time, .time(asked: own))
    }
    var wake = isMeasuring ? Moment.never : nextMeasuring
    guard !settings.symbols.isEmpty, isMeasured else { return wake }
    if now >= nextInformation {
      nextInformation = now + Self.betweenRules
      let call = RESTCall.information(of: settings.symbols)
      ask(call, .information(call))
    }
    wake = min(wake, nextInformation)
    guard wantsPrices else { return wake }
    if now >= nextPrices {
      nextPrices = now + Self.betweenPrices
      let call = RESTCall.bookTickers(of: settings.symbols)
      ask(call, .prices(call))
    }
    return min(wake, nextPrices)
  }

  /// Has rules and prices asked for at once.
  package func refresh() { (nextInformation, nextPrices) = (.past, .past) }

  package func refreshPrices() { nextPrices = .past }

  // MARK: Coming

  /// What has happened; nothing at `deadline`, when the run is to stop, or when somebody has rung.
  package func next(until deadline: Moment) throws -> [Event] {
    while true {
      listen()
      let wake = min(
        deadline, askByItself(), askWhatMayGo(), isMeasured ? userData?.wake ?? .never : .never)
      if !events.isEmpty {
        defer { events = [] }
        return events
      }
      if let (tag, outcome) = try sender.next(until: wake) {
        finish(tag, outcome)
      } else if isStopped || clock.now >= deadline {
        return []
      } else {
        // Somebody has rung, the link to the account among them.
        listen()
        if events.isEmpty, clock.now < wake { return [] }
      }
    }
  }

  /// What is signed has the exchange's time, which must be known.
  private func listen() {
    if isMeasured, let userData { userData.advance(time).forEach(take) }
  }

  private func take(_ event: UserDataLink.Event) {
    switch event {
    case .connected: events.append(.desk(.connected))
    case .event(let value): events.append(.desk(.userData(value)))
    case .notice(let text):
      // It may be the time that was wrong.
      nextMeasuring = .past
      events.append(.notice(text))
    }
  }

  private func finish(_ tag: Int, _ outcome: RequestSender.Outcome) {
    guard let sent = under.removeValue(forKey: tag) else { return }
    var answer: HTTPAnswer?
    if case .answer(let whole) = outcome {
      answer = whole
      note(whole)
    }
    switch sent {
    case .change(let number):
      events.append(.desk(.reply(number, Self.reply(outcome))))
      if let answer { look(answer) }
    case .question(let number):
      if let answer, [418, 429].contains(answer.status) {
        events.append(.desk(.reply(number, .nothing)))
      } else {
        events.append(.desk(.reply(number, Self.reply(outcome))))
      }
      if let answer { look(answer) }
    case .time(let asked): measure(asked, answer)
    case .information(let call): learn(call, answer)
    case .prices(let call): takePrices(call, answer)
    }
  }

  private static func reply(_ outcome: RequestSender.Outcome) -> ExchangeReply {
    switch outcome {
    case .answer(let answer):
      .answered(status: answer.status, body: answer.body, retryAfter: retryAfter(answer))
    case .none: .nothing
    case .unsent(let reason): .unsent(reason)
    }
  }

  private static func retryAfter(_ answer: HTTPAnswer) -> Int? {
    answer.header("Retry-After").flatMap { Int($0) }.map { max(0, $0) }
  }

  /// What every answer says beside what was asked.
  private func note(_ answer: HTTPAnswer) {
    if let used = answer.header("X-MBX-USED-WEIGHT-1M").flatMap({ Int($0) }) {
      budget.note(used: used, at: time.milliseconds)
    }
    guard [418, 429].contains(answer.status) else { return }
    let seconds = Self.retryAfter(answer) ?? Self.still
    let until = clock.now + .seconds(max(1, seconds))
    guard until > stillUntil else { return }
    stillUntil = until
    events.append(
      .notice("the exchange asks to keep still for \(seconds) s: HTTP \(answer.status)"))
  }

  /// What an error says that is not of one order alone.
  private func look(_ answer: HTTPAnswer) {
    guard answer.status >= 400, let error = ErrorReply(answer.body) else { return }
    if error.code == .outsideWindow { nextMeasuring = .past }
    if error.code == .filterFailure {
      nextInformation = .past
      events.append(.filterFailure)
    }
  }

  // MARK: Time, rules, prices

  private func measure(_ asked: Timestamp, _ answer: HTTPAnswer?) {
    // What cannot be read is asked for again, as what does not come.
    guard let answer, answer.status == 200, let said = try? ServerTime(answer.body) else {
      isMeasuring = false
      nextMeasuring = clock.now + .seconds(1)
      return
    }
    switch offset.measure(
      asked: asked, heard: own, said: Timestamp(milliseconds: said.milliseconds))
    {
    case .measuring: ask(.time, .time(asked: own))
    case .stable:
      isMeasuring = false
      nextMeasuring = clock.now + Self.betweenTimes
    case .jumped(let milliseconds):
      isMeasuring = false
      nextMeasuring = clock.now + Self.betweenTimes
      events.append(.notice("the exchange's clock has jumped by \(milliseconds) ms"))
      events.append(.desk(.connected))
    }
  }

  private func learn(_ call: RESTCall, _ answer: HTTPAnswer?) {
    guard let answer else { return again(in: .seconds(2)) }
    do {
      guard answer.status == 200 else {
        if (400..<500).contains(answer.status), let error = ErrorReply(answer.body),
          error.code == .invalidSymbol
        {
          events.append(.noInformation(error))
        } else {
          events.append(.notice("the exchange does not say its rules: HTTP \(answer.status)"))
        }
        return again(in: .seconds(5))
      }
      let information = try ExchangeInfo(answer.body, to: call)
      if let limit = information.weightLimit { budget.setLimit(limit) }
      events.append(.information(information))
    } catch {
      events.append(.notice("the exchange's rules cannot be read: \(error.reason)"))
      again(in: .seconds(5))
    }
  }

  private func again(in span: TimeSpan) { nextInformation = clock.now + span }

  private func takePrices(_ call: RESTCall, _ answer: HTTPAnswer?) {
    guard let answer, answer.status == 200 else { return }
    // What cannot be read is asked for again before long.
    for ticker in (try? BookTicker.list(answer.body, to: call)) ?? [] {
      events.append(
        .desk(.best(ticker.symbol, OrderPricing.Best(bid: ticker.bid, ask: ticker.ask))))
    }
  }
}
