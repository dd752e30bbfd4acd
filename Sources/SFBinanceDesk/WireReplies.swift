import SFBinance
import SFBinanceOrders
import SFHTTP

/// What comes back.
extension ExchangeWire {
  func takePrices(_ call: RESTCall, _ outcome: RequestSender.Outcome) {
    guard case .answer(let answer) = outcome, answer.status == 200 else { return }
    // What cannot be read is asked for again before long.
    for ticker in (try? BookTicker.list(answer.body, to: call)) ?? [] {
      events.append(
        .desk(.best(ticker.symbol, OrderPricing.Best(bid: ticker.bid, ask: ticker.ask))))
    }
  }
}

extension ExchangeReply {
  init(_ outcome: RequestSender.Outcome) {
    switch outcome {
    case .answer(let answer):
      self = .answered(status: answer.status, body: answer.body, retryAfter: answer.retryAfter)
    case .none: self = .nothing
    case .unsent(let reason): self = .unsent(reason)
    }
  }
}
