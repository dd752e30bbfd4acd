import SFCore
import SFWire

/// A line of the journal: a request, what went wrong with it, and what it was answered.
///
///     {"n":1,"ts":"2026-01-05T00:00:00.000Z","address":"127.0.0.1","method":"GET",
///      "path":"/api/v3/ping","query":"","body":"","status":200,"delivery":"whole","reply":"{}"}
package struct RequestRecord: Equatable, Sendable {
  package let number: Int
  package let arrival: Timestamp
  package let request: APIRequest
  private let fault: String?
  private let answered: Answered?

  package init(_ answer: ExchangeAnswer) {
    number = answer.ticket
    arrival = answer.request.arrival
    request = answer.request.request
    fault = answer.request.fault?.name
    answered = answer.answered
  }

  /// Reads the request of a line; what it was answered is for readers.
  package init(_ text: JSONValue) throws(FaultError) {
    func word(_ key: String) throws(FaultError) -> String {
      guard let word = text[key]?.string else {
        throw FaultError("found no text '\(key)' of a request, expected it")
      }
      return word
    }
    guard let number = text["n"]?.integer else {
      throw FaultError("found no number 'n' of a request, expected it")
    }
    guard let arrival = Timestamp(try word("ts")) else {
      throw FaultError("found '\(try word("ts"))' as 'ts', expected a time")
    }
    self.number = number
    self.arrival = arrival
    fault = nil
    answered = nil
    var request = APIRequest(
      address: try word("address"), method: try word("method"), path: try word("path"),
      query: try word("query"), body: try word("body"), key: text["key"]?.string,
      timeUnit: text["time_unit"]?.string,
      isOnUsedConnection: text["reused"] == .bool(true))
    request.connection = text["connection"]?.integer
    self.request = request
  }

  package var text: JSONValue {
    var text = JSONValue.members([
      "n": .integer(number), "ts": .string(arrival.description),
      "address": .string(request.address), "method": .string(request.method),
      "path": .string(request.path), "query": .string(request.query),
      "body": .string(request.body),
    ])
    if let key = request.key { text = text.adding(["key": .string(key)]) }
    if let unit = request.timeUnit { text = text.adding(["time_unit": .string(unit)]) }
    if let connection = request.connection {
      text = text.adding(["connection": .integer(connection)])
    }
    if request.isOnUsedConnection { text = text.adding(["reused": .bool(true)]) }
    if let fault { text = text.adding(["fault": .string(fault)]) }
    guard let answered else { return text }
    return text.adding([
      "status": .integer(answered.reply.status), "delivery": .string(answered.delivery.word),
      "reply": .string(String(decoding: answered.reply.body, as: UTF8.self)),
    ])
  }
}

extension Delivery {
  fileprivate var word: String {
    switch self {
    case .whole: "whole"
    case .late: "late"
    case .none: "none"
    case .cut: "cut"
    case .unsaid: "unsaid"
    }
  }
}
