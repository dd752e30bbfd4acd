import SFCore
import SFGate
import Testing

@Suite struct ConfigurationHashTests {
  private func header(
    exit: String = "tp_sl", capital: String = "10000.0", smallest: String = "1.0",
    symbols: String = "BTCUSDT",
    source: String = "sf-ingest", version: String = "0.1.0", venue: String = "virtual"
  ) -> Header {
    Header(stages: [
      StageEntry(
        name: source, version: version,
        config: [
          Setting("symbols", .list([.text(symbols)])), Setting("interval", .text("1h")),
          Setting("store", .text("market.db")),
        ]),
      StageEntry(
        name: "sf-strategy", version: version,
        config: [
          Setting("capital", .number(capital)), Setting("min_notional", .number(smallest)),
          Setting("exit", .list([.text(exit)])),
          Setting("trade_from", .text("2026-01-05T09:31:00.000Z")),
        ]),
      StageEntry(name: "sf-broker", version: version, config: [Setting("venue", .text(venue))]),
    ])
  }

  @Test func `what makes no other strategy is no other configuration`() throws {
    let hash = try ConfigurationHash(header(), model: "abcd1234")
    for other in [
      header(capital: "500.0", smallest: "0.05"), header(version: "0.2.0"),
      header(venue: "binance"),
      header(source: "sf-ingest binance"), header(source: "sf-ingest-binance"),
    ] {
      #expect(try ConfigurationHash(other, model: "abcd1234") == hash)
    }
  }

  @Test func `another stage, symbol or model is another, and says which`() throws {
    let hash = try ConfigurationHash(header(), model: "abcd1234")
    let cases: [(Header, String?, String)] = [
      (header(exit: "time:20"), "abcd1234", "sf-strategy is set otherwise"),
      (header(smallest: "2.0"), "abcd1234", "sf-strategy is set otherwise"),
      (header(symbols: "ETHUSDT"), "abcd1234", "sf-ingest is set otherwise"),
      (header(), "abcd1235", "the model is abcd1235, and was abcd1234"),
      (Header(stages: [header().stages[0]]), "abcd1234", "sf-strategy is gone"),
    ]
    for (other, model, sentence) in cases {
      let found = try ConfigurationHash(other, model: model)
      #expect(found.hash != hash.hash)
      #expect(found.difference(from: hash) == sentence)
    }
  }

  @Test func `the model of a header is the one that counts until it has loaded another`() throws {
    let named = { (hash: String) in
      var header = self.header()
      header.stages[1].config.append(Setting("model", .text(hash)))
      return header
    }
    let hash = try ConfigurationHash(named("abcd1234"))
    #expect(try hash == ConfigurationHash(header(), model: "abcd1234"))
    #expect(try hash == ConfigurationHash(named("abcd1235"), model: "abcd1234"))
    let other = try ConfigurationHash(named("abcd1235"))
    #expect(other.difference(from: hash) == "the model is abcd1235, and was abcd1234")
  }
}
