import SFBinance
import SFBinanceOrders
import SFCore
import Testing

/// What the answers of the exchange prove.
@Suite struct VerdictTests {
  private func word(_ verdict: ChangeVerdict) -> String {
    switch verdict {
    case .done(let report): "\(report.state.rawValue) \(report.executed) \(report.fills.count)"
    case .refused(let error, let retry): "refused \(error.code.rawValue) \(retry ?? 0)"
    case .isThere: "there"
    case .isNotOpen: "not open"
    case .unknown: "unknown"
    }
  }

  private static let order =
    #"{"symbol":"AUSDT","orderId":1,"clientOrderId":"sfa","transactTime":1,"executedQty":"2.0","#
    + #""status":"EXPIRED","side":"BUY","fills":[{"price":"1.0","qty":"2.0","commission":"0.002","#
    + #""commissionAsset":"A","tradeId":4}]}"#

  @Test(arguments: [
    (200, order, "expired 2.0 1"),
    // Cut in the middle it proves nothing.
    (200, String(order.dropLast(20)), "unknown"), (200, "", "unknown"), (200, "{}", "unknown"),
    (400, #"{"code":-1013,"msg":"Filter failure: LOT_SIZE"}"#, "refused -1013 0"),
    (400, #"{"code":-1111,"msg":"x"}"#, "refused -1111 0"),
    (400, #"{"code":-1021,"msg":"x"}"#, "refused -1021 0"),
    (400, #"{"code":-1022,"msg":"x"}"#, "refused -1022 0"),
    (400, #"{"code":-2010,"msg":"Account has insufficient balance"}"#, "refused -2010 0"),
    (400, #"{"code":-2010,"msg":"Duplicate order sent."}"#, "there"),
    (400, #"{"code":-2011,"msg":"Unknown order sent."}"#, "not open"),
    (401, #"{"code":-2015,"msg":"x"}"#, "refused -2015 0"),
    (429, #"{"code":-1003,"msg":"x"}"#, "refused -1003 7"), (418, "<html>", "refused -1003 7"),
    (403, "<html>", "refused -1003 7"),
    (400, #"{"code":-1000,"msg":"x"}"#, "unknown"), (400, #"{"code":-1001,"msg":"x"}"#, "unknown"),
    (400, #"{"code":-1006,"msg":"x"}"#, "unknown"), (504, #"{"code":-1007,"msg":"x"}"#, "unknown"),
    (503, #"{"code":-1008,"msg":"x"}"#, "unknown"), (503, #"{"code":-1016,"msg":"x"}"#, "unknown"),
    (502, "<html>", "unknown"), (500, #"{"code":-1013,"msg":"x"}"#, "unknown"),
    (400, #"{"code":-9999,"msg":"of another year"}"#, "unknown"), (404, "<html>", "unknown"),
  ])
  func `a change`(status: Int, body: String, proves: String) {
    let retry = [403, 418, 429].contains(status) ? 7 : nil
    let reply = ExchangeReply.answered(status: status, body: Array(body.utf8), retryAfter: retry)
    #expect(word(ChangeVerdict(reply)) == proves)
  }

  @Test func `no answer proves nothing`() { #expect(ChangeVerdict(.nothing) == .unknown) }

  @Test func `a question is asked again until it is answered`() {
    func verdict(_ status: Int, _ body: String) -> QueryVerdict {
      QueryVerdict(.answered(status: status, body: Array(body.utf8), retryAfter: nil))
    }
    #expect(QueryVerdict(.nothing) == .nothing)
    #expect(verdict(502, "<html>") == .nothing)
    #expect(verdict(200, "[{") == .nothing)
    #expect(verdict(200, "[]") == .value(.array([])))
    #expect(verdict(400, #"{"code":-2013,"msg":"Order does not exist."}"#) == .notFound)
    #expect(verdict(500, #"{"code":-2013,"msg":"Order does not exist."}"#) == .nothing)
    #expect(verdict(400, #"{"code":-1022,"msg":"x"}"#) == .refused(.init(.invalidSignature, "x")))
  }
}

/// The exchange's clock, by measurements of one's own.
@Suite struct ExchangeOffsetTests {
  private func measured(
    _ offset: inout ExchangeOffset, _ ahead: [Int64]
  ) -> ExchangeOffset.Verdict {
    var verdict = ExchangeOffset.Verdict.measuring
    for (index, ahead) in ahead.enumerated() {
      let asked = Timestamp(milliseconds: Int64(index) * 1_000)
      verdict = offset.measure(asked: asked, heard: asked + 40, said: asked + 20 + ahead)
    }
    return verdict
  }

  @Test func `the median of five`() {
    var offset = ExchangeOffset()
    #expect(measured(&offset, [10, 9_000, 12]) == .measuring && !offset.isKnown)
    #expect(measured(&offset, [11, -5_000]) == .stable)
    #expect(offset.milliseconds == 11)
    #expect(offset.time(at: Timestamp(milliseconds: 5)).milliseconds == 16)
  }

  @Test func `a drift is followed, a jump is said`() {
    var offset = ExchangeOffset()
    #expect(measured(&offset, [60_000, 60_000, 60_000, 60_000, 60_000]) == .stable)
    #expect(measured(&offset, [60_500, 60_500, 60_500, 60_500, 60_500]) == .stable)
    #expect(measured(&offset, [57_500, 57_500, 57_500, 57_500, 57_500]) == .jumped(-3_000))
    #expect(offset.milliseconds == 57_500)
  }
}
