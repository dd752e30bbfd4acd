import CCurl
import SFCore

extension Transfer {
  /// A body that stays below this many bytes a second stands still.
  private static let slowest = 512

  func set(
    url: String, timeLimit: Int?, _ options: HTTPOptions
  ) throws(HTTPFailure) {
    let texts: [(CURLoption, String?)] = [
      (CURLOPT_URL, url), (CURLOPT_USERAGENT, options.agent),
      (CURLOPT_CAINFO, options.certificates), (CURLOPT_PROTOCOLS_STR, "http,https"),
      // Every encoding that the library can undo.
      (CURLOPT_ACCEPT_ENCODING, ""),
    ]
    for (option, text) in texts {
      guard let text else { continue }
      try check(curl_set_text(handle, option, text))
    }
    try set([
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0),
      (CURLOPT_CONNECTTIMEOUT_MS, options.patience), (CURLOPT_TIMEOUT_MS, timeLimit ?? 0),
      (CURLOPT_LOW_SPEED_LIMIT, Self.slowest),
      (CURLOPT_LOW_SPEED_TIME, max(1, options.patience / 1_000)), (CURLOPT_TCP_KEEPALIVE, 1),
    ])
  }

  /// Once, over a connection that is nobody else's: one that was kept may be dead, and HTTP/2 has
  /// answers of its own after which the library would send again.
  func set(_ change: Change) throws(HTTPFailure) {
    // Where a server is asked first whether it wants the body, a no has the library send again.
    try send(change.headers + [("Expect", "")])
    try set([
      (CURLOPT_FRESH_CONNECT, 1), (CURLOPT_FORBID_REUSE, 1),
      (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
      (CURLOPT_POSTFIELDSIZE, change.body.count),
    ])
    let none = UnsafeRawPointer(words)
    let code = change.body.withUnsafeBytes {
      // The library copies them.
      curl_set_pointer(
        handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: $0.baseAddress ?? none))
    }
    try check(code)
    try check(curl_set_text(handle, CURLOPT_CUSTOMREQUEST, change.method.rawValue))
  }

  private func set(_ numbers: [(CURLoption, Int)]) throws(HTTPFailure) {
    for (option, number) in numbers { try check(curl_set_number(handle, option, number)) }
  }

  func send(_ headers: [(name: String, value: String)]) throws(HTTPFailure) {
    for (name, value) in headers {
      guard !"\(name)\(value)".utf8.contains(where: { $0 < 0x20 }),
        let list = curl_slist_append(sentHeaders, "\(name): \(value)")
      else { throw HTTPFailure(reason: "the header '\(name.shown())' is none", isPassing: false) }
      sentHeaders = list
    }
    guard let sentHeaders else { return }
    try check(curl_set_pointer(handle, CURLOPT_HTTPHEADER, sentHeaders))
  }

  private func check(_ code: CURLcode) throws(HTTPFailure) {
    guard code != CURLE_OK else { return }
    throw HTTPFailure(reason: String(cString: curl_easy_strerror(code)), isPassing: false)
  }
}
