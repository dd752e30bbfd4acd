import CCurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Several requests at once in one thread, over libcurl.
///
/// TLS is verified. `HTTPS_PROXY`, `HTTP_PROXY` (in small letters) and `NO_PROXY` count, as for
/// `curl`.
public final class HTTPClient {
  private let multi: UnsafeMutableRawPointer
  private let options: HTTPOptions
  private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]

  /// The library is made ready once in a process.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  public init(_ options: HTTPOptions) throws(HTTPFailure) {
    guard Self.isReady, let multi = curl_multi_init() else {
      throw HTTPFailure(reason: "libcurl does not start", isPassing: false)
    }
    self.multi = multi
    self.options = options
  }

  deinit {
    for transfer in transfers.values { curl_multi_remove_handle(multi, transfer.handle) }
    curl_multi_cleanup(multi)
  }

  /// How many requests have no answer yet.
  public var inFlight: Int { transfers.count }

  /// Sends a request; its answer comes from `next` with this tag.
  public func start(_ request: HTTPRequest, tag: Int) throws(HTTPFailure) {
    let transfer = try Transfer(request, tag: tag, options)
    guard curl_multi_add_handle(multi, transfer.handle) == CURLM_OK else {
      throw HTTPFailure(reason: "libcurl takes no further request", isPassing: false)
    }
    transfers[transfer.handle] = transfer
  }

  /// What has come of one request, in the order of the answers.
  ///
  /// Waits for it for so many milliseconds, and no longer once the descriptor `stop` is readable
  /// (-1 never is); then `nil`.
  public func next(
    waiting milliseconds: Int, stop: Int32 = -1
  ) throws(HTTPFailure) -> (tag: Int, result: Result<HTTPAnswer, HTTPFailure>)? {
    var running: Int32 = 0
    try check(curl_multi_perform(multi, &running))
    if let done = finished() { return done }
    let deadline = Self.now() + Int64(milliseconds)
    while true {
      let left = deadline - Self.now()
      guard left > 0 else { return nil }
      var awaited = curl_waitfd(fd: stop, events: Int16(CURL_WAIT_POLLIN), revents: 0)
      try check(
        curl_multi_poll(multi, &awaited, stop < 0 ? 0 : 1, Int32(min(left, 60_000)), nil))
      if stop >= 0, awaited.revents != 0 { return nil }
      try check(curl_multi_perform(multi, &running))
      if let done = finished() { return done }
    }
  }

  private func finished() -> (tag: Int, result: Result<HTTPAnswer, HTTPFailure>)? {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle,
        let transfer = transfers.removeValue(forKey: handle)
      else { continue }
      let result = transfer.result(curl_message_result(message))
      curl_multi_remove_handle(multi, handle)
      return (transfer.tag, result)
    }
    return nil
  }

  private func check(_ code: CURLMcode) throws(HTTPFailure) {
    guard code != CURLM_OK else { return }
    throw HTTPFailure(reason: String(cString: curl_multi_strerror(code)), isPassing: false)
  }

  /// Milliseconds of a clock that nobody sets.
  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
