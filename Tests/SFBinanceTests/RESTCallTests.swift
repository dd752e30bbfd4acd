import SFBinance
import SFCore
import Testing

@Suite struct RESTCallTests {
  private let base = "https://api.binance.com"

  @Test func `says where it asks, for what, and what that costs`() throws {
    let series = Series(symbol: "BTCUSDT", interval: .minute)
    let klines = RESTCall.klines(series, from: 60_000, to: 180_000)
    #expect(
      klines.url(base)
        == "\(base)/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=60000&endTime=179999&limit=1000"
    )
    #expect(klines.weight == 2)
    #expect(RESTCall.time.url(base) == "\(base)/api/v3/time" && RESTCall.time.weight == 1)
    let information = RESTCall.information(of: ["BTCUSDT", "A.B-C"])
    #expect(
      information.url(base)
        == "\(base)/api/v3/exchangeInfo?symbols=%5B%22BTCUSDT%22%2C%22A.B-C%22%5D")
    #expect(information.weight == 20)
  }

  /// A page of klines has 200 KB, what is said of one symbol 5.
  @Test func `takes no answer that is far larger than what is asked for`() {
    #expect(RESTCall.time.sizeLimit == 65_536)
    let series = Series(symbol: "A", interval: .minute)
    #expect(RESTCall.klines(series, from: 0, to: 1).sizeLimit == 1_048_576)
    #expect(RESTCall.information(of: ["A"]).sizeLimit < 512 << 10)
  }
}
