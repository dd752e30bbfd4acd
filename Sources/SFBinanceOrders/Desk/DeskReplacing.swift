import SFBinance
import SFBroker
import SFCore
import SFWire

/// What comes of an order in place of another.
extension BinanceDesk {
  /// Two answers in one: whether the old one was canceled, and, only then, what became of the new one.
  mutating func replaced(_ reply: ExchangeReply, _ sending: Sending, _ old: Sending) {
    guard case .answered(let status, let body, _) = reply,
      let value = Self.value(body), let halves = value["data"] ?? value.whole(status)
    else {
      place(ChangeVerdict(reply), sending)
      if case .unknown = ChangeVerdict(reply) { askStatus(old) }
      return
    }
    guard halves["cancelResult"]?.string == "SUCCESS" else {
      // Nothing was placed; what the old one has done is asked before anything is sold.
      hear(.rejected(RefusalReason(rawValue: "its protection was not canceled")), sending.order)
      askStatus(old)
      return
    }
    if let report = halves["cancelResponse"].flatMap(OrderReport.init(answer:)) {
      fold(report)
    } else {
      askStatus(old)
    }
    let answer = halves["newOrderResponse"] ?? .null
    let isDone = halves["newOrderResult"]?.string == "SUCCESS"
    place(
      ChangeVerdict(
        .answered(
          status: isDone ? 200 : 400, body: Array(answer.text.utf8), retryAfter: nil)), sending)
  }

  private static let size = 1 << 20

  private static func value(_ body: [UInt8]) -> JSONValue? {
    try? JSONValue(answer: body, ofAtMost: size)  // what cannot be read proves nothing
  }
}

extension JSONValue {
  /// The answer to a request that has done both.
  fileprivate func whole(_ status: Int) -> JSONValue? {
    (200..<300).contains(status) && self["cancelResult"] != nil ? self : nil
  }
}

extension BinanceDesk.Question {
  /// Whether an order is to take the place of one, and the answer is out.
  func replaces(_ id: String) -> Bool {
    if case .replace(_, let old) = self { return old.order == id }
    return false
  }
}
