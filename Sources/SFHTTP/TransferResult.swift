import CCurl
import SFCore

extension Transfer {
  /// What came of it.
  func result(_ code: CURLcode) -> Result<HTTPAnswer, HTTPFailure> {
    if let excess { return .failure(HTTPFailure(reason: excess, isPassing: false)) }
    guard code == CURLE_OK else {
      let said = String(cString: words)
      let reason = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said.shown()
      return .failure(HTTPFailure(reason: reason, isPassing: Self.passing.contains(code.rawValue)))
    }
    var status = 0
    _ = curl_get_number(handle, CURLINFO_RESPONSE_CODE, &status)
    return .success(HTTPAnswer(status: status, headers: headers, body: body))
  }

  /// Where an answer sends the question, as a whole URL; `nil` when it is no redirect.
  func redirect(_ answer: HTTPAnswer) -> String? {
    guard [301, 302, 303, 307, 308].contains(answer.status) else { return nil }
    var target: UnsafeMutablePointer<CChar>?
    guard curl_get_text(handle, CURLINFO_REDIRECT_URL, &target) == CURLE_OK, let target else {
      return nil
    }
    return String(cString: target)
  }

  /// Whether any of the request may have reached its host.
  ///
  /// A connection that did not come about, or TLS that did not, had nothing to carry; all else is
  /// counted as having left.
  var mayHaveLeft: Bool {
    var sent = 0
    var connected: curl_off_t = 0
    let time = isSecure ? CURLINFO_APPCONNECT_TIME_T : CURLINFO_CONNECT_TIME_T
    guard curl_get_number(handle, CURLINFO_REQUEST_SIZE, &sent) == CURLE_OK,
      curl_get_time(handle, time, &connected) == CURLE_OK
    else { return true }
    return sent > 0 || connected > 0
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
