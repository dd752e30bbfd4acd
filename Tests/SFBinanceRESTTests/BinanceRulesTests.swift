import SFBinanceREST
import SFCore
import SFHTTP
import Testing

/// What Binance's answers mean for a question.
@Suite struct BinanceRulesTests {
  private func verdict(
    _ status: Int, _ body: String = "", retryAfter: String? = nil
  ) -> Verdict {
    let headers = retryAfter.map { [(name: "retry-after", value: $0)] } ?? []
    return BinanceRules().verdict(
      on: HTTPAnswer(status: status, headers: headers, body: Array(body.utf8)),
      url: "http://exchange/x")
  }

  @Test func `an answer is one, or says what to do`() {
    let limit = "{\"code\":-1003,\"msg\":\"Too many.\"}"
    let reason = "HTTP 429: Too many. (code -1003)"
    #expect(verdict(200, "[]") == .answered)
    #expect(verdict(429, limit, retryAfter: "7") == .keepStill(seconds: 7, reason: reason))
    #expect(verdict(429, limit) == .keepStill(seconds: 60, reason: reason))
    #expect(verdict(418, retryAfter: "300") == .keepStill(seconds: 300, reason: "HTTP 418"))
    #expect(verdict(418, retryAfter: "soon") == .keepStill(seconds: 120, reason: "HTTP 418"))
    for status in [500, 502, 503, 504] {
      #expect(verdict(status, "<html>") == .again(reason: "HTTP \(status)"))
    }
    #expect(verdict(404, "<html>") == .absent)
  }

  @Test(arguments: [
    (
      400, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}", SFCore.ExitStatus.noInput,
      "Invalid symbol."
    ),
    (400, "{\"code\":-1120,\"msg\":\"Invalid interval.\"}", .unavailable, "(code -1120)"),
    (403, "", .refused, "HTTP 403"), (451, "{\"code\":0,\"msg\":\"Restricted.\"}", .refused, "451"),
  ])
  func `what the exchange refuses is said in its own words`(
    status: Int, body: String, exit: SFCore.ExitStatus, words: String
  ) {
    guard case .refused(let error) = verdict(status, body) else {
      Issue.record("\(status) is not refused")
      return
    }
    #expect(error.exitStatus == exit && error.message.contains(words), "\(error.message)")
  }

  @Test func `its words are shown in one line, and nothing that a terminal obeys`() {
    let body = #"{"code":-1,"msg":"\u001b]0;pwned\u0007\u001b[31mred\r\nsf-ingest: all is well"}"#
    guard case .refused(let error) = verdict(400, body) else {
      Issue.record("it is not refused")
      return
    }
    let words = #"\u{1B}]0;pwned\u{7}\u{1B}[31mred\u{D}\u{A}sf-ingest: all is well (code -1)"#
    #expect(error.message == "the exchange refused http://exchange/x: HTTP 400: " + words)
  }

  @Test(arguments: [
    ("0", 0), ("-1", 0), ("9223372036854775807", .max), ("99999999999999999999", 60),
  ])
  func `takes any time to keep still`(text: String, seconds: Int) {
    #expect(
      verdict(429, retryAfter: text) == .keepStill(seconds: seconds, reason: "HTTP 429"))
  }

  @Test func `knows how much has been used`() {
    func used(_ text: String) -> Int? {
      BinanceRules().usedWeight(
        HTTPAnswer(status: 200, headers: [("x-mbx-used-weight-1m", text)], body: []))
    }
    #expect(used("17") == 17 && used("9223372036854775807") == .max)
    #expect(used("many") == nil && used("99999999999999999999") == nil)
  }
}
