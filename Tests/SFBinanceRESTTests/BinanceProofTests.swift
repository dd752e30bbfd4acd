import SFBinanceREST
import SFHTTP
import Testing

/// What Binance's answers to a change prove.
@Suite struct BinanceProofTests {
  private func answer(_ status: Int, _ body: String) -> HTTPAnswer {
    HTTPAnswer(status: status, headers: [], body: Array(body.utf8))
  }

  @Test(arguments: [
    ("{\"orderId\":28,\"status\":\"FILLED\"}", true), ("[{\"orderId\":28}]", true), ("{}", true),
    ("{\"orderId\":2", false), ("", false), ("<html>ok</html>", false), ("28", false),
  ])
  func `an answer that can be read says that it was done`(body: String, proves: Bool) {
    #expect(BinanceProof().provesDone(answer(200, body)) == proves)
  }

  @Test(arguments: [
    (400, "{\"code\":-1013,\"msg\":\"Filter failure: LOT_SIZE\"}", true),
    (400, "{\"code\":-2010,\"msg\":\"Duplicate order sent.\"}", false),
    (400, "{\"code\":-2011,\"msg\":\"Unknown order sent.\"}", false),
    (400, "{\"code\":-1007,\"msg\":\"Timeout\"}", false), (400, "<html>", false),
    (401, "{\"code\":-2015,\"msg\":\"Invalid API-key\"}", true),
    (403, "<html>", true), (418, "", true), (429, "{\"code\":-1003,\"msg\":\"Too many\"}", true),
    (409, "{\"code\":-1013,\"msg\":\"one half\"}", false), (404, "", false), (302, "", false),
  ])
  func `a refusal is one where its code proves it`(status: Int, body: String, proves: Bool) {
    #expect(BinanceProof().provesRefusal(answer(status, body)) == proves)
  }
}
