/// Where a WebSocket is: `wss://stream.binance.com:9443/stream`.
struct SocketURL: Equatable {
  let isSecure: Bool
  let host: String
  let port: Int
  /// With what stands behind `?`; at least `/`.
  let path: String

  /// `nil` for what is no URL of a WebSocket.
  init?(_ url: String) {
    let schemes = ["ws://", "wss://"]
    guard let scheme = schemes.first(where: url.hasPrefix) else { return nil }
    isSecure = scheme == "wss://"
    let rest = url.dropFirst(scheme.count)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    var authority = rest[..<end]
    var port = isSecure ? 443 : 80
    // The colons of an address of IPv6 stand in brackets.
    if let mark = authority.lastIndex(of: ":"), !authority[mark...].contains("]") {
      guard let number = Int(authority[authority.index(after: mark)...]),
        (1...65_535).contains(number)
      else { return nil }
      port = number
      authority = authority[..<mark]
    }
    if authority.hasPrefix("["), authority.hasSuffix("]") {
      authority = authority.dropFirst().dropLast()
    }
    guard !authority.isEmpty, !authority.contains("@") else { return nil }
    host = String(authority)
    self.port = port
    let tail = String(rest[end...])
    path = tail.hasPrefix("/") ? tail : "/" + tail
  }
}
