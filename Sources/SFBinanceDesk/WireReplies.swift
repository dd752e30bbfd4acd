import SFBinance
import SFBinanceOrders
import SFCore
import SFHTTP
import SFRun

/// What comes back.
extension ExchangeWire {
  func finish(_ tag: Int, _ outcome: RequestSender.Outcome) {
    guard let sent = under.removeValue(forKey: tag) else { return }
    var answer: HTTPAnswer?
    if case .answer(let whole) = outcome {
      answer = whole
      note(whole)
      events.append(.desk(.usage(ExchangeUsage(headers: whole.headers))))
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
