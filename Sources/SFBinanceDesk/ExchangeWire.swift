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

  enum Sent {
    case change(Int)
    case question(Int)
    case time(asked: Timestamp)
    case information(RESTCall)
    case prices(RESTCall)
  }

  package var settings: Settings
  private let signer: RequestSigner
  private let sender: RequestSender
  let clock: any Clock
  private let userData: UserDataLink?
  private var origin: (time: Timestamp, moment: Moment)
  var offset = ExchangeOffset()
  var isMeasuring = false
  var nextMeasuring = Moment.past
  var nextInformation = Moment.past
  private var nextPrices = Moment.past
  /// Whether best prices are asked for again and again.
  package var wantsPrices = false
  var budget = WeightBudget()
  var stillUntil = Moment.past
  private var waiting: [(query: BinanceQuery, number: Int)] = []
  var under: [Int: Sent] = [:]
  private var tags = 0
  var events: [Event] = []

  static let (betweenTimes, betweenRules) = (TimeSpan.seconds(600), TimeSpan.seconds(3_600))
  private static let betweenPrices = TimeSpan.seconds(5)
  static let size = 1 << 22
  /// Where the exchange does not say how long to keep still: a window of its limit.
  static let still = 60

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
  var own: Timestamp { origin.time + clock.now.since(origin.moment).milliseconds }

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

  func ask(_ call: RESTCall, _ sent: Sent) {
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
}
