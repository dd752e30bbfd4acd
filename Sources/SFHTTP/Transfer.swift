import CCurl

/// One request on its way: the handle of the library, and what has come.
final class Transfer {
  let handle: UnsafeMutableRawPointer
  let tag: Int
  /// By TLS.
  let isSecure: Bool
  private let sizeLimit: Int
  private(set) var headers: [(name: String, value: String)] = []
  private var headerSize = 0
  private(set) var body: [UInt8] = []
  /// Why the transfer was ended; `nil` where it was not.
  private(set) var excess: String?
  /// What the library sends as headers, and must find until the end.
  var sentHeaders: UnsafeMutablePointer<curl_slist>?
  /// Where the library writes what went wrong.
  let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  /// The most bytes of headers that an answer may have, those before it of a proxy included.
  private static let headerLimit = 1 << 16

  /// A question, whose redirects the caller follows.
  convenience init(_ query: Query, tag: Int, _ options: HTTPOptions) throws(HTTPFailure) {
    try self.init(tag, query.url, query.sizeLimit, query.timeLimit, options)
    try send(query.headers)
  }

  convenience init(_ change: Change, tag: Int, _ options: HTTPOptions) throws(HTTPFailure) {
    try self.init(tag, change.url, change.sizeLimit, change.timeLimit, options)
    try set(change)
  }

  private init(
    _ tag: Int, _ url: String, _ sizeLimit: Int, _ timeLimit: Int?, _ options: HTTPOptions
  ) throws(HTTPFailure) {
    guard let handle = curl_easy_init() else {
      throw HTTPFailure(reason: "libcurl has no handle", isPassing: false)
    }
    self.handle = handle
    self.tag = tag
    self.sizeLimit = sizeLimit
    isSecure = HostAddress(url)?.scheme == "https"
    words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    try set(url: url, timeLimit: timeLimit, options)
    setTakers()
  }

  deinit {
    curl_easy_cleanup(handle)
    curl_slist_free_all(sentHeaders)
    words.deallocate()
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

  // MARK: Coming

  /// Taking less than is there ends the transfer.
  private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard body.count + bytes.count <= sizeLimit else {
      excess = "an answer of more than \(sizeLimit) bytes"
      return 0
    }
    body.append(contentsOf: bytes)
    return bytes.count
  }

  private func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
    headerSize += bytes.count
    guard headerSize <= Self.headerLimit else {
      excess = "an answer with more than \(Self.headerLimit) bytes of headers"
      return 0
    }
    let line = String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      // Another answer begins, behind that of a proxy.
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
}
