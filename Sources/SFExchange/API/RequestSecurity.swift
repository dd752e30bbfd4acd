import SFBinance
import SFCore

/// What a request must show to be answered.
package enum EndpointSecurity: Equatable, Sendable {
  /// Nothing.
  case none
  /// A key, with which it is signed.
  case signed
  /// A key that may trade, with which it is signed.
  case trade
}

/// Who signed a request, and until when it holds.
struct SignedCaller: Equatable {
  let account: Int
  let window: RequestWindow
}

/// When a request was made, and how long it holds.
struct RequestWindow: Equatable {
  /// In milliseconds since 1970.
  let timestamp: Int64
  /// In microseconds.
  let length: Int64

  private static let longest: Int64 = 60_000_000
  private static let standard: Int64 = 5_000_000
  /// The first time that is in microseconds, as archives have it, too.
  private static let firstOfMicroseconds: Int64 = 100_000_000_000_000

  init(_ parameters: RequestParameters) throws(SpotRefusal) {
    guard let sent = try parameters.integer("timestamp") else { throw .missing("timestamp") }
    timestamp = sent >= Self.firstOfMicroseconds ? sent / 1_000 : sent
    length = try Self.length(parameters)
  }

  private static func length(_ parameters: RequestParameters) throws(SpotRefusal) -> Int64 {
    guard let length: Ratio = try parameters.decimal("recvWindow") else { return standard }
    guard length.units % 100_000 == 0 else {
      throw SpotRefusal(.badPrecision, "Parameter 'recvWindow' has too much precision.")
    }
    guard length.units / 100_000 <= longest else {
      throw SpotRefusal(.badRecvWindow, "recvWindow must be less than 60000.")
    }
    return length.units / 100_000
  }

  /// The check when a request comes: not from the future, and not too old.
  func requireOpen(at time: Timestamp) throws(SpotRefusal) {
    guard timestamp < time.milliseconds + 1_000 else {
      throw SpotRefusal(
        .outsideWindow, "Timestamp for this request was 1000ms ahead of the server's time.")
    }
    try requireFresh(at: time)
  }

  /// The check just before the engine: not too old by now.
  func requireFresh(at time: Timestamp) throws(SpotRefusal) {
    guard (time.milliseconds - timestamp) * 1_000 <= length else {
      throw SpotRefusal(
        .outsideWindow, "Timestamp for this request is outside of the recvWindow.")
    }
  }
}

extension ExchangeAPI {
  /// Who asks; refuses keys, times and signatures that are wrong, in this order.
  func caller(
    key text: String?, _ parameters: RequestParameters, _ security: EndpointSecurity,
    payload: String, at time: Timestamp
  ) throws(SpotRefusal) -> SignedCaller {
    guard let text, ExchangeKey.hasFormat(text) else {
      throw SpotRefusal(.badKeyFormat, "API-key format invalid.")
    }
    let window = try RequestWindow(parameters)
    let signature = try parameters.text("signature")
    try window.requireOpen(at: time)
    let key = try key(text, for: security)
    guard verifier.isSigned(Array(payload.utf8), signature, by: key) else {
      throw SpotRefusal(.invalidSignature, "Signature for this request is not valid.")
    }
    return SignedCaller(account: key.account, window: window)
  }

  /// A key that is let in.
  func key(
    _ text: String, for security: EndpointSecurity
  ) throws(SpotRefusal) -> ExchangeKey {
    guard let key = keys[text], !key.isRevoked, security != .trade || key.canTrade else {
      throw .rejectedKey
    }
    return key
  }
}

extension SpotRefusal {
  static let rejectedKey = SpotRefusal(
    .rejectedKey, "Invalid API-key, IP, or permissions for action.")
}
