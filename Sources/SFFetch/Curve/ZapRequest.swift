/// What ZeroMQ asks before it lets somebody in (ZAP, RFC 27): may the holder of this key?
///
/// CURVE alone lets every key in.
package struct ZapRequest: Equatable {
  private let id: [UInt8]
  private let mechanism: [UInt8]
  /// The public key of who asks to come in: 32 bytes.
  private let credentials: [UInt8]

  private static let version = Array("1.0".utf8)

  /// `nil` for what is no request that can be answered.
  package init?(_ frames: Frames) {
    // version, id, domain, address, identity, mechanism, credentials
    guard frames.count >= 6, frames[0] == Self.version else { return nil }
    (id, mechanism) = (frames[1], frames[5])
    credentials = frames.count > 6 ? frames[6] : []
  }

  /// The key in the form of Z85; `nil` for who shows none.
  package func key(_ encode: ([UInt8]) -> String?) -> String? {
    guard mechanism == Array("CURVE".utf8), credentials.count == 32 else { return nil }
    return encode(credentials)
  }

  package func answer(isAllowed: Bool) -> Frames {
    let (code, text) = isAllowed ? ("200", "OK") : ("400", "not on the list")
    return [Self.version, id, Array(code.utf8), Array(text.utf8), [], []]
  }
}
