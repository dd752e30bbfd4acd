import SFTestSupport
import Testing

/// Who is not let in to real money, and whose key is not read. Nothing of it asks an exchange.
@Suite struct SafeguardTests {
  private static let preparation = """
    printf 'key: annKey\\nsecret: annSecret\\n' > ann; chmod 600 ann
    sf-ingest --synthetic --symbols BTCUSDT --bars 20 > market.jsonl
    sf-strategy --exit time:3 < market.jsonl > bare.jsonl
    # As sf-risk says it behind them.
    sed '1s/]}$/,{"name":"sf-risk","version":"1","config":{}}]}/' bare.jsonl > orders.jsonl
    steps() { printf '{"proof":1,"at":"2026-01-05T00:00:00.000Z","tool":"x","exchange":"y","steps":%s}' "$1"; }
    steps '["fill","cancel","refusal","reconnect","kill"]' > part.json
    echo '{}' > other.json
    live() {
      sf-broker binance --account ann --ledger ledger --market market.jsonl "$@" 2>&1 > out | head -n 1
      echo "${PIPESTATUS[0]}"
    }
    limits='--max-order 50 --max-day 200'

    """

  @Test(arguments: [
    ("--venue live bare.jsonl", "77", "found no sf-risk"),
    ("--venue live orders.jsonl", "77", "found no --max-order"),
    ("--venue live --max-order 50 orders.jsonl", "77", "found no --max-day"),
    ("--venue live $limits orders.jsonl", "77", "found no --gate"),
    ("--venue live $limits --gate none.json orders.jsonl", "77", "found no 'none.json'"),
    ("--venue live $limits --gate other.json orders.jsonl", "65", "found no 'gate'"),
    // Whatever it is called, an address that may have money is asked for the same.
    ("--rest https://api.binance.com bare.jsonl", "77", "found no sf-risk"),
    ("--rest http://127.0.0.1.example.com bare.jsonl", "77", "found no sf-risk"),
    ("--ws-api wss://ws-api.binance.com/ws-api/v3 bare.jsonl", "77", "found no sf-risk"),
  ])
  func `real money is refused to who has not shown enough`(
    words: String, status: String, sentence: String
  ) throws {
    let result = try Shell.run(Self.preparation + "live \(words)")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.last == status && lines.first?.contains(sentence) == true, "\(result.output)")
  }

  @Test func `a key that others can read is not read`() throws {
    let result = try Shell.run(
      Self.preparation + """
        chmod 640 ann
        live bare.jsonl
        sf-broker kill --account ann 2>&1 | head -n 1; echo "${PIPESTATUS[0]}"
        sf-broker prove --account ann --write p 2>&1 | head -n 1; echo "${PIPESTATUS[0]}"
        chmod 600 ann; echo 'key: x' > ann
        live bare.jsonl
        """)
    #expect(result.output.ranges(of: "expected a file that only its owner can read").count == 3)
    #expect(result.output.ranges(of: "\n77\n").count == 3, "\(result.output)")
    #expect(result.output.hasSuffix("expected one of them\n78\n"), "\(result.output)")
  }

  @Test func `nothing is proven where there may be money`() throws {
    let result = try Shell.run(
      Self.preparation + "sf-broker prove --account ann --venue live --write p; echo $?")
    #expect(result.output == "77\n" && result.error.contains("expected an exchange that has none"))
  }
}
