import SFTestSupport
import Testing

/// `--lots`: what it reads, and how it says what it cannot.
@Suite struct LotsFileTests {
  private static let stream =
    "sf-ingest --synthetic --symbols BTCUSDT --bars 3000 --seed 2 | sf-features sma:5 sma:12 "
    + "| sf-detect sma_cross:5,12"

  /// The fills with a file of lots, as quantity and price.
  private func fills(_ lots: String) throws -> String {
    let result = try Shell.run(
      "cat > lots; \(Self.stream) | sf-strategy --lots lots --exit time:5 --slippage 3bps "
        + "| sf-cat --type fill | jq -r '\"\\(.quantity) \\(.price)\"'", input: lots)
    #expect(result.status == 0, "\(result.error)")
    return result.output
  }

  @Test func `a table and an exchange's own answer say the same`() throws {
    let table = try fills("symbol,step,tick,min_notional,quote\nBTCUSDT,0.05,0.1,5,USDT\n")
    let answer = """
      { "timezone": "UTC",
        "symbols": [
          {"symbol": "币安USDT", "quoteAsset": "USDT", "filters": [
            {"filterType": "PRICE_FILTER", "minPrice": "0.01", "tickSize": "0.01"},
            {"filterType": "LOT_SIZE", "minQty": "1", "stepSize": "1"}]},
          {"symbol": "BTCUSDT", "quoteAsset": "USDT", "filters": [
            {"filterType": "PRICE_FILTER", "minPrice": "0.01", "tickSize": "0.10000000"},
            {"filterType": "LOT_SIZE", "minQty": "0.01", "stepSize": "0.05000000"},
            {"filterType": "MIN_NOTIONAL", "notional": "5"}]}
        ]}

      """
    #expect(try fills(answer) == table)
    let lines = table.split(separator: "\n")
    #expect(lines.count > 20)
    for line in lines {
      let numbers = line.split(separator: " ").compactMap { Double($0) }
      #expect((numbers[0] * 20).rounded() / 20 == numbers[0], "\(line)")
      #expect((numbers[1] * 10).rounded() / 10 == numbers[1], "\(line)")
    }
  }

  @Test(
    arguments: [
      ("symbol,step\nA,1\n", "lots:1:1: error: found the columns symbol,step, expected"),
      (
        "symbol,step,tick,min_notional,quote\nA,1,1,0,USDT\nB,0,1,0,USDT\n",
        "lots:3:1: error: found the step '0' of B, expected an amount above 0"
      ),
      (
        "symbol,step,tick,min_notional,quote\nA,1,x,0,\n",
        "lots:2:1: error: found the tick 'x' of A, expected an amount above 0"
      ),
      (
        "symbol,step,tick,min_notional,quote\nA,1,1,0,\nA,1,1,0,\n",
        "lots:3:1: error: found A twice, expected each symbol once"
      ),
      ("symbol,step,tick,min_notional,quote\nA,1\n", "lots:2:1: error: found 2 cells, expected 5"),
      ("symbol,step,tick,min_notional,quote\n", "lots:1:1: error: found no symbol"),
      ("{\"symbols\":[\n {\"symbol\":\"A\",]}\n", "lots:2:16: error: "),
      ("{}\n", "lots:1:1: error: found no 'symbols', expected the exchangeInfo of an exchange"),
      (
        "{\"symbols\":[{\"symbol\":\"A\",\"filters\":[]}]}\n",
        "lots:1:1: error: found A without a step or a tick"
      ),
      (
        "symbol,step,tick,min_notional,quote\nETHUSDT,1,1,0,\n",
        "found bars of BTCUSDT, which --lots does not name"
      ),
    ])
  func `what it cannot read is said with its place`(lots: String, message: String) throws {
    let result = try Shell.run(
      "cat > lots; \(Self.stream) | sf-strategy --lots lots --exit time:5 > /dev/null", input: lots)
    #expect(result.status == 78)
    #expect(result.error.contains(message), "\(result.error)")
  }
}
