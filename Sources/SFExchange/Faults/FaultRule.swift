import SFCore
import SFWire

/// One line of a script of faults.
///
///     {"fault":"execute_then_drop","method":"POST","path":"/api/v3/order","nth":2}
///     {"fault":"error","code":-1007,"executed":true,"client_id":"sf","probability":0.1,"times":5}
///     {"fault":"status","symbol":"BTCUSDT","status":"HALT","at":"2026-01-05T00:10:00.000Z"}
///
/// `name` is what it is counted and logged as; without it, it is called by its kind.
package struct FaultRule: Equatable, Sendable {
  package let name: String
  package let kind: FaultKind
  package let match: FaultMatch
  /// All that the line says, for what the kind needs.
  package let text: JSONValue

  package init(_ text: JSONValue) throws(FaultError) {
    guard let word = text["fault"]?.string else {
      throw FaultError("found no 'fault', expected one, such as \(FaultKind.delay.rawValue)")
    }
    guard let kind = FaultKind(rawValue: word) else {
      throw FaultError(
        "found the fault '\(word)', "
          + NearestName.expected(word, among: FaultKind.allCases.map(\.rawValue)))
    }
    self.kind = kind
    self.text = text
    name = text["name"]?.string ?? word
    match = try FaultMatch(text)
    try requireKeys()
  }

  private static let common = ["fault", "name"]

  private func requireKeys() throws(FaultError) {
    let known =
      Self.common
      + (kind.isOfRequests ? FaultMatch.keys : kind.isOfEvents ? FaultMatch.ofEvents : ["at"])
      + kind.needs + kind.takes
    for member in text.members ?? [] where !known.contains(member.key) {
      throw FaultError(
        "found the key '\(member.key)' of \(kind.rawValue), "
          + NearestName.expected(member.key, among: known)
      )
    }
    for key in kind.needs where text[key] == nil {
      throw FaultError("found no '\(key)' of \(kind.rawValue), expected it")
    }
  }

  /// A length of time in milliseconds.
  package var milliseconds: Int64 { Int64(text["ms"]?.integer ?? 0) }

  /// Whether what was asked for was done although the reply says nothing of it.
  package var isExecuted: Bool { text["executed"] == .bool(true) }
}

extension FaultKind {
  fileprivate var needs: [String] {
    switch self {
    case .delay, .slowReply, .lag, .clock, .stall, .silence: ["ms"]
    case .drop, .executeThenDrop, .truncated, .cut, .reset, .gap, .duplicate, .disorder,
      .missedClose, .duplicateFrame, .disorderFrame, .disconnect, .shutdown:
      []
    case .html: ["status"]
    case .error: ["code"]
    case .limited, .banned: ["seconds"]
    case .status: ["symbol", "status"]
    case .deposit: ["account", "asset", "amount"]
    case .order: ["account", "symbol", "side", "quantity"]
    case .filters: ["symbol", "filters"]
    case .expireAll: ["symbol"]
    case .revoke: ["key"]
    }
  }

  fileprivate var takes: [String] {
    switch self {
    case .html, .error: ["executed"]
    case .order: ["price"]
    default: []
    }
  }
}

/// A line of a script of faults that cannot be honored.
package struct FaultError: Error, Equatable, Sendable {
  package let reason: String
  package init(_ reason: String) { self.reason = reason }
}
