import CCurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One request on its way: the handle of the library, and what has come.
final class Transfer {
  let handle: UnsafeMutableRawPointer
  let tag: Int
  private let sizeLimit: Int
  private var headers: [(name: String, value: String)] = []
  private var body: [UInt8] = []
  private var isTooLarge = false
  /// Where the library writes what went wrong.
  private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  /// A body that stays below this many bytes a second stands still.
  private static let slowest = 512
  private static let mostRedirects = 5

  init(_ request: HTTPRequest, tag: Int, _ options: HTTPOptions) throws(HTTPFailure) {
    guard let handle = curl_easy_init() else {
      throw HTTPFailure(reason: "libcurl has no handle", isPassing: false)
    }
    self.handle = handle
    self.tag = tag
    sizeLimit = request.sizeLimit
    words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    try set(request, options)
    setTakers()
  }

  deinit {
    curl_easy_cleanup(handle)
    words.deallocate()
  }

  private func set(_ request: HTTPRequest, _ options: HTTPOptions) throws(HTTPFailure) {
    // What begins with TLS stays with it, also behind a redirect.
    let protocols = request.url.lowercased().hasPrefix("https:") ? "https" : "http,https"
    let texts: [(CURLoption, String?)] = [
      (CURLOPT_URL, request.url), (CURLOPT_USERAGENT, options.agent),
      (CURLOPT_CAINFO, options.certificates), (CURLOPT_PROTOCOLS_STR, protocols),
      (CURLOPT_REDIR_PROTOCOLS_STR, protocols),
      // Every encoding that the library can undo.
      (CURLOPT_ACCEPT_ENCODING, ""),
    ]
    for (option, text) in texts {
      guard let text else { continue }
      try check(curl_set_text(handle, option, text))
    }
    let numbers: [(CURLoption, Int)] = [
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 1), (CURLOPT_MAXREDIRS, Self.mostRedirects),
      (CURLOPT_CONNECTTIMEOUT_MS, options.patience), (CURLOPT_TIMEOUT_MS, request.timeLimit ?? 0),
      (CURLOPT_LOW_SPEED_LIMIT, Self.slowest),
      (CURLOPT_LOW_SPEED_TIME, max(1, options.patience / 1_000)), (CURLOPT_TCP_KEEPALIVE, 1),
    ]
    for (option, number) in numbers { try check(curl_set_number(handle, option, number)) }
  }

  private func setTakers() {
    let own = Unmanaged.passUnretained(self).toOpaque()
    _ = curl_set_pointer(handle, CURLOPT_ERRORBUFFER, words)
    _ = curl_set_pointer(handle, CURLOPT_WRITEDATA, own)
    _ = curl_set_pointer(handle, CURLOPT_HEADERDATA, own)
    _ = curl_set_taker(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, taker in
      Transfer.of(taker).take(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    _ = curl_set_taker(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, taker in
      Transfer.of(taker).takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
  }

  private static func of(_ taker: UnsafeMutableRawPointer?) -> Transfer {
    guard let taker else { preconditionFailure("the library hands back what it was given") }
    return Unmanaged<Transfer>.fromOpaque(taker).takeUnretainedValue()
  }

  private func check(_ code: CURLcode) throws(HTTPFailure) {
    guard code != CURLE_OK else { return }
    throw HTTPFailure(reason: String(cString: curl_easy_strerror(code)), isPassing: false)
  }

  /// Taking less than is there ends the transfer.
  private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard body.count + bytes.count <= sizeLimit else {
      isTooLarge = true
      return 0
    }
    body.append(contentsOf: bytes)
    return bytes.count
  }

  private func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
    let line = String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      // Another answer begins, behind a redirect or a proxy.
      headers = []
    } else if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...]
      headers.append((String(line[..<colon]), Self.trimmed(value)))
    }
    return bytes.count
  }

  private static func trimmed(_ text: Substring) -> String {
    let end = text.lastIndex { !$0.isWhitespace }
    return end.map { String(text[...$0].drop { $0.isWhitespace }) } ?? ""
  }

  /// What came of it.
  func result(_ code: CURLcode) -> Result<HTTPAnswer, HTTPFailure> {
    if isTooLarge {
      return .failure(
        HTTPFailure(reason: "an answer of more than \(sizeLimit) bytes", isPassing: false))
    }
    guard code == CURLE_OK else {
      let said = String(cString: words)
      let reason = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
      return .failure(HTTPFailure(reason: reason, isPassing: Self.passing.contains(code.rawValue)))
    }
    var status = 0
    _ = curl_get_number(handle, CURLINFO_RESPONSE_CODE, &status)
    return .success(HTTPAnswer(status: status, headers: headers, body: body))
  }

  /// What a network does now and not always.
  private static let passing: Set<UInt32> = Set(
    [
      CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
      CURLE_WEIRD_SERVER_REPLY, CURLE_PARTIAL_FILE, CURLE_OPERATION_TIMEDOUT,
      CURLE_SSL_CONNECT_ERROR, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
      CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2, CURLE_HTTP2_STREAM,
    ].map(\.rawValue))
}
