import SFBinance
import SFCore
import SFWire

/// What came back of a request, whatever it asked for.
package enum ExchangeReply: Hashable, Sendable {
  /// A status of HTTP, and the body.
  case answered(status: Int, body: [UInt8], retryAfter: Int?)
  /// Nothing: a connection that ended, or time that ran out.
  case nothing
  /// No byte of the request has left: why.
  case unsent(String)

  /// A pause of so many seconds in milliseconds: a week at most, whatever is said.
  static func pause(_ seconds: Int) -> Int64 { Int64(min(max(seconds, 0), 604_800)) * 1_000 }

  /// As a message shows it, in one line.
  package var text: String {
    guard case .answered(let status, let body, let retryAfter) = self else { return "nothing" }
    let said = ErrorReply(body)?.text ?? "HTTP \(status)"
    return said + (retryAfter.map { ", again after \($0) s" } ?? "")
  }
}

extension ExchangeReply {
  /// Whether the exchange has refused the time that a request was signed for.
  var isOutsideWindow: Bool {
    guard case .answered(let status, let body, _) = self, status >= 400 else { return false }
    return ErrorReply(body)?.code == .outsideWindow
  }
}

/// What a reply to a change proves.
package enum ChangeVerdict: Equatable, Sendable {
  /// It is done, and this is what the exchange says of the order.
  case done(OrderReport)
  /// It was not done, for certain.
  case refused(ErrorReply, retryAfter: Int?)
  /// An order of this name is there already.
  case isThere
  /// Of a cancel: the order is not open. What became of it must be asked.
  case isNotOpen
  /// Nobody knows: the exchange may have done it, or may do it yet.
  case unknown

  /// The most that an answer to one order has: hundreds of fills.
  private static let size = 1 << 20

  package init(_ reply: ExchangeReply) {
    if case .unsent(let reason) = reply {
      self = .refused(ErrorReply(.unsent, "not sent: \(reason)"), retryAfter: nil)
      return
    }
    guard case .answered(let status, let body, let retryAfter) = reply else {
      self = .unknown
      return
    }
    if (200..<300).contains(status) {
      let value = try? JSONValue(answer: body, ofAtMost: Self.size)  // unreadable proves nothing
      self = value.flatMap(OrderReport.init(answer:)).map(ChangeVerdict.done) ?? .unknown
      return
    }
    guard let error = ErrorReply(body) else {
      // What stands before the exchange turned it away before the exchange saw it.
      self =
        [403, 418, 429].contains(status)
        ? .refused(ErrorReply(.tooManyRequests, "HTTP \(status)"), retryAfter: retryAfter)
        : .unknown
      return
    }
    if error.code == .cancelRejected || error.code == .noSuchOrder || error.code == .idsDisagree {
      self = .isNotOpen
    } else if error.provesRefusal, status < 500 {
      self = .refused(error, retryAfter: retryAfter)
    } else if error.code == .orderRejected, status < 500 {
      // All but a duplicate is a refusal.
      self = .isThere
    } else {
      self = .unknown
    }
  }
}

extension ErrorCode {
  /// Of no exchange: the request has not reached any.
  package static let unsent = ErrorCode(rawValue: 0)
}

/// What a reply to a question says.
package enum QueryVerdict: Equatable, Sendable {
  case value(JSONValue)
  /// There is no such order, for all that the exchange knows now.
  case notFound
  case refused(ErrorReply)
  /// To be asked again.
  case nothing

  /// The longest: a page of a thousand trades.
  private static let size = 1 << 22

  package init(_ reply: ExchangeReply) {
    guard case .answered(let status, let body, _) = reply else {
      self = .nothing
      return
    }
    if (200..<300).contains(status) {
      // What is unreadable is asked for again.
      self = (try? JSONValue(answer: body, ofAtMost: Self.size)).map(QueryVerdict.value) ?? .nothing
      return
    }
    guard status < 500, let error = ErrorReply(body) else {
      self = .nothing
      return
    }
    switch error.code {
    case .noSuchOrder: self = .notFound
    case .invalidSignature, .rejectedKey, .badKeyFormat: self = .refused(error)
    default: self = .nothing
    }
  }
}
