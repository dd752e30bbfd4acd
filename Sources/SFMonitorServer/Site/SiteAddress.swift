import SFCore
import SFTool

/// Where a page is served: `127.0.0.1:9100`, `localhost:0`, `[::1]:9100`, `0.0.0.0:9100`.
struct SiteAddress: Equatable {
  let host: String
  let port: Int

  init(_ text: String) throws(ConfigurationError) {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (0...65_535).contains(port), colon > text.startIndex
    else {
      throw ConfigurationError("--listen", "must be HOST:PORT, as 127.0.0.1:9100, found \(text)")
    }
    host = String(text[..<colon])
    self.port = port
  }

  /// As a socket takes it.
  var bindHost: String { host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host }

  var isLoopback: Bool { Self.isLoopback(host) }

  static func isLoopback(_ host: String) -> Bool {
    if ["localhost", "[::1]"].contains(host) { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return parts.count == 4 && !parts.contains(nil) && parts[0] == 127
  }
}
