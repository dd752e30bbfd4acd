import SFCore
import SFWire

/// To which requests a fault happens, and when; what is not said is no condition.
package struct FaultMatch: Equatable, Sendable {
  static let keys = [
    "method", "path", "client_id", "reused", "nth", "times", "probability", "at", "until",
  ]

  static let ofEvents = ["nth", "times", "probability"]

  private let method: String?
  private let path: String?
  /// How the client's id of the order begins.
  private let clientID: String?
  /// Whether the connection must have carried a request before.
  private let isReused: Bool
  /// The first of the matching requests that it happens to, from 1.
  let first: Int
  /// How often it happens; `nil` for ever.
  let times: Int?
  /// 0 to 1.
  let probability: Double
  /// The exchange's time; `nil` for from the start.
  package let from: Timestamp?
  private let until: Timestamp?

  init(_ text: JSONValue) throws(FaultError) {
    method = text["method"]?.string
    path = text["path"]?.string
    clientID = text["client_id"]?.string
    isReused = text["reused"] == .bool(true)
    first = try Self.count(text, "nth") ?? 1
    let probability = try Self.number(text, "probability")
    self.probability = probability ?? 1
    times = try Self.count(text, "times") ?? (probability == nil ? 1 : nil)
    from = try Self.time(text, "at")
    until = try Self.time(text, "until")
  }

  private static func count(_ text: JSONValue, _ key: String) throws(FaultError) -> Int? {
    guard let value = text[key] else { return nil }
    guard let count = value.integer, count > 0 else {
      throw FaultError("found \(value.text) as '\(key)', expected a whole number above 0")
    }
    return count
  }

  private static func number(_ text: JSONValue, _ key: String) throws(FaultError) -> Double? {
    guard let value = text[key] else { return nil }
    guard case .number(let digits) = value, let number = Double(digits), (0...1).contains(number)
    else { throw FaultError("found \(value.text) as '\(key)', expected 0 to 1") }
    return number
  }

  private static func time(_ text: JSONValue, _ key: String) throws(FaultError) -> Timestamp? {
    guard let value = text[key] else { return nil }
    guard let time = value.string.flatMap(Timestamp.init) else {
      throw FaultError(
        "found \(value.text) as '\(key)', expected a time such as 2026-01-05T09:31:00.000Z")
    }
    return time
  }

  /// Whether a request is one of those, whatever came before it.
  func covers(_ request: APIRequest, at time: Timestamp) -> Bool {
    if let method, method != request.method { return false }
    if let path, path != request.path { return false }
    if isReused, !request.isOnUsedConnection { return false }
    if let from, time < from { return false }
    if let until, time >= until { return false }
    guard let clientID else { return true }
    let names = ["newClientOrderId", "origClientOrderId"]
    return Self.pairs(of: request).contains { pair in
      names.contains(pair.name) && pair.value.hasPrefix(clientID)
    }
  }

  private static func pairs(of request: APIRequest) -> [FormText.Pair] {
    guard request.connection != nil else {
      return FormText.pairs(request.query + "&" + request.body) ?? []
    }
    let message = try? JSONValue(text: Array(request.body.utf8))  // what is no JSON has no id
    return (message?["params"]?.members ?? []).map {
      FormText.Pair(name: $0.key, value: $0.value.string ?? "")
    }
  }
}
