import SFBinance
import SFBinanceOrders
import SFCore
import SFFeeds
import SFHTTP
import SFRun
import SFWire

/// What stands between a desk and the exchange: requests are signed and sent, answers and user data
/// come back. It decides nothing of orders, and counts no limits.
///
/// A question goes out once, and a change once, over a connection of its own. While the exchange has
/// asked to keep still nothing goes out: whatever is to be sent is answered as the exchange would have.
package final class ExchangeWire {
  /// What has happened.
  package enum Event {
    case desk(DeskEvent)
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
    /// Whose best prices are asked for.
    package var symbols: [Symbol] = []

    package init(_ addresses: BinanceAddresses, agent: String) {
      self.addresses = addresses
      self.agent = agent
    }
  }

  enum Sent {
    case change(Int)
    case question(Int)
    case time
    case prices(RESTCall)
  }

  package var settings: Settings
  private let signer: RequestSigner
  private let sender: RequestSender
  let clock: any Clock
  private let userData: UserDataLink?
  /// The exchange's time as it was at a moment; `nil` before it is known.
  private var known: (time: Timestamp, at: Moment)?
  /// Of who measures by itself, and the time that nobody sets of which it is the measure.
  var measured: (clock: DeskClock, time: SteadyTime)?
  private var nextPrices = Moment.past
  /// Whether best prices are asked for again and again.
  package var wantsPrices = false
  private var stillUntil = Moment.past
  private var under: [Int: Sent] = [:]
  private var tags = 0
  var events: [Event] = []

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
    let seed = UInt64.random(in: 0 ... .max)
    userData = socket.map {
      UserDataLink(
        $0, settings.addresses.socket, signer, patience: settings.patience, seed: seed, clock)
    }
    if let bell { sender.watch(bell) }
    if let userData { sender.watch(userData.descriptor) }
  }

  package var isStopped: Bool { sender.isStopped }

  // MARK: Time

  /// The exchange's time, which what is signed has; the machine's before it is known.
  package var time: Timestamp {
    known.map { $0.time + clock.now.since($0.at).milliseconds } ?? clock.time
  }

  package var isMeasured: Bool { known != nil }

  /// What is known of the exchange's time.
  package func setTime(_ time: Timestamp) { known = (time, clock.now) }

  /// Has it measure the exchange's time by itself, for who has no desk that does.
  package func measure() { measured = (DeskClock(), SteadyTime(clock)) }

  /// Keeps still for a while, as who was asked to before.
  package func keepStill(until moment: Moment) { stillUntil = max(stillUntil, moment) }

  // MARK: Sending

  /// Carries out what a desk wants of the exchange.
  package func send(_ change: BinanceChange, _ number: Int) {
    if let reply = stillReply { return events.append(.desk(.reply(number, reply))) }
    let form = change.signed(by: signer, at: time, receiveWindow: settings.receiveWindow).take()
    let isPost = change.method == .post
    let url = base + change.path + (isPost ? "" : "?\(form)")
    let tag = begin(.change(number))
    do throws(HTTPFailure) {
      try sender.send(
        Change(
          isPost ? .post : .delete, url: url, headers: headers,
          body: isPost ? Array(form.utf8) : [],
          sizeLimit: Self.size, timeLimit: settings.patience), tag: tag)
    } catch { finish(tag, .unsent(reason: error.reason)) }
  }

  package func ask(_ query: BinanceQuery, _ number: Int) {
    if let reply = stillReply { return events.append(.desk(.reply(number, reply))) }
    let form = query.signed(by: signer, at: time, receiveWindow: settings.receiveWindow)
    get(
      "\(base)\(query.path)?\(form)", query.isSigned ? headers : [], .question(number),
      size: Self.size)
  }

  private var base: String {
    settings.addresses.rest.hasSuffix("/")
      ? String(settings.addresses.rest.dropLast()) : settings.addresses.rest
  }

  private var headers: [(name: String, value: String)] { [("X-MBX-APIKEY", signer.header)] }

  /// What the exchange would say while it has asked to keep still.
  private var stillReply: ExchangeReply? {
    guard clock.now < stillUntil else { return nil }
    let seconds = Int((stillUntil.since(clock.now).milliseconds + 999) / 1_000)
    return .answered(status: 429, body: [], retryAfter: max(1, seconds))
  }

  private func begin(_ sent: Sent) -> Int {
    tags += 1
    under[tags] = sent
    return tags
  }

  @discardableResult
  private func get(
    _ url: String, _ headers: [(name: String, value: String)], _ sent: Sent, size: Int
  ) -> Int {
    let tag = begin(sent)
    do throws(HTTPFailure) {
      try sender.send(
        Query(url: url, headers: headers, sizeLimit: size, timeLimit: settings.patience), tag: tag)
    } catch { finish(tag, .unsent(reason: error.reason)) }
    return tag
  }

  /// Asks what is due by itself, time and prices; when the next is.
  private func askByItself() -> Moment {
    let now = clock.now
    var wake = Moment.never
    if let (clock, time) = measured {
      if clock.due <= time.now, now >= stillUntil {
        measured?.clock.putOff(at: time.now)
        let tag = get("\(base)\(BinanceQuery.time.path)", [], .time, size: Self.size)
        measured?.clock.ask(as: tag, at: time.now)
      }
      let pause = max(measured?.clock.due ?? time.now, time.now) - time.now
      wake = max(stillUntil, now + TimeSpan(milliseconds: pause))
    }
    guard wantsPrices, !settings.symbols.isEmpty, isMeasured else { return wake }
    if now >= max(nextPrices, stillUntil) {
      nextPrices = now + Self.betweenPrices
      let call = RESTCall.bookTickers(of: settings.symbols)
      get(call.url(base), [], .prices(call), size: call.sizeLimit)
    }
    return min(wake, max(nextPrices, stillUntil))
  }

  /// Has prices asked for at once.
  package func refreshPrices() { nextPrices = .past }

  // MARK: Coming

  /// What has happened; nothing at `deadline`, when the run is to stop, or when somebody has rung.
  package func next(until deadline: Moment) throws -> [Event] {
    while true {
      listen()
      let wake = min(deadline, askByItself(), linkWake)
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
    guard isMeasured, let userData else { return }
    userData.advance(time, isStill: clock.now < stillUntil).forEach(take)
  }

  /// When the link to the account has something to do by itself.
  private var linkWake: Moment {
    guard isMeasured, let userData else { return .never }
    return max(userData.wake, clock.now < stillUntil ? stillUntil : .past)
  }

  private func take(_ event: UserDataLink.Event) {
    switch event {
    case .connected: events.append(.desk(.connected))
    case .event(let value): events.append(.desk(.userData(value)))
    case .still(let length):
      keepStill(until: clock.now + TimeSpan(milliseconds: length))
      let seconds = Int((length + 999) / 1_000)
      events.append(.desk(.reply(0, .answered(status: 429, body: [], retryAfter: seconds))))
    case .refused(let error): events.append(.desk(.refused(error)))
    case .notice(let text): events.append(.notice(text))
    }
  }

  private func finish(_ tag: Int, _ outcome: RequestSender.Outcome) {
    guard let sent = under.removeValue(forKey: tag) else { return }
    if case .answer(let answer) = outcome { note(answer) }
    switch sent {
    case .change(let number), .question(let number):
      events.append(.desk(.reply(number, ExchangeReply(outcome))))
    case .time: measure(tag, ExchangeReply(outcome))
    case .prices(let call):
      // No desk has asked: that it is too much is heard all the same.
      if case .answer(let answer) = outcome, [418, 429].contains(answer.status) {
        events.append(.desk(.reply(0, ExchangeReply(outcome))))
      }
      takePrices(call, outcome)
    }
  }

  /// What every answer says beside what was asked.
  private func note(_ answer: HTTPAnswer) {
    events.append(.desk(.usage(ExchangeUsage(headers: answer.headers))))
    if let now = measured?.time.now, ErrorReply(answer.body)?.code == .outsideWindow {
      measured?.clock.doubt(at: now)
    }
    let retryAfter = answer.retryAfter
    guard [418, 429].contains(answer.status),
      retryAfter != nil || ErrorReply(answer.body)?.code != .tooManyOrders
    else { return }
    keepStill(until: clock.now + .seconds(max(1, retryAfter ?? Self.still)))
  }

  private func measure(_ tag: Int, _ reply: ExchangeReply) {
    guard let (_, time) = measured else { return }
    var said: JSONValue?
    if case .value(let value) = QueryVerdict(reply) { said = value }
    // Whoever has no desk buys nothing: a jump is measured again, and that is all.
    _ = measured?.clock.hear(said, tag, at: time.now)
    if let offset = measured?.clock.offset, offset.isKnown { setTime(offset.time(at: time.now)) }
  }
}
