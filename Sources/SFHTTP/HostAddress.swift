import CCurl

/// Which host a URL names, in the library's reading, and by which protocol.
package struct HostAddress: Equatable {
  /// `http` or `https`.
  package let scheme: String
  /// In small letters, without its port.
  package let host: String

  /// `nil` for what is no URL of HTTP.
  package init?(_ url: String) {
    guard let parts = curl_url() else { return nil }
    defer { curl_url_cleanup(parts) }
    guard curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK,
      let scheme = Self.part(CURLUPART_SCHEME, of: parts), ["http", "https"].contains(scheme),
      let host = Self.part(CURLUPART_HOST, of: parts)
    else { return nil }
    self.scheme = scheme
    self.host = host
  }

  private static func part(_ part: CURLUPart, of parts: OpaquePointer) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(parts, part, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text).lowercased()
  }

  /// Whether an answer from here may send a question there: to the same host, and what began with
  /// TLS stays with it.
  package func mayRedirect(to other: HostAddress) -> Bool {
    host == other.host && (scheme == other.scheme || other.scheme == "https")
  }
}
