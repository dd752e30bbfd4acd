import Foundation
import SFGate
import SFTestSupport
import SFWire
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
    all='["fill","cancel","refusal","reconnect","kill","restart"]'

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

  /// What sf-gate would write of orders with such a header at a time, had their session passed.
  private static func gate(_ line: [UInt8], at time: String) throws -> String {
    let header = try Line.withLine(of: line) { try HeaderLine.read($0).header }
    let hash = try ConfigurationHash(header)
    let stages = hash.stages.map { #"{"name":"\#($0.name)","sha256":"\#($0.hash)"}"# }
    return
      #"{"gate":1,"at":"\#(time)","tool":"x","configuration":{"sha256":"\#(hash.hash)","#
      + #""model":null,"stages":[\#(stages.joined(separator: ","))]},"journals":[],"days":[],"#
      + #""criteria":[]}"#
  }

  private static var now: String {
    Date().formatted(.iso8601.year().month().day()) + "T00:00:00.000Z"
  }

  @Test(arguments: [
    ("2026-01-05T00:00:00.000Z", "now", "orders.jsonl", "'gate.json', expected one that sf-gate"),
    ("now", "2026-01-05T00:00:00.000Z", "orders.jsonl", "'proof.json', expected one that"),
    ("now", "now", "other.jsonl", "worth nothing for these orders: sf-strategy is set otherwise"),
  ])
  func `an old proof, or one of another configuration, is none`(
    gate: String, proof: String, words: String, sentence: String
  ) throws {
    let header = try Shell.run(Self.preparation + "head -n 1 orders.jsonl").output
    let text = try Self.gate(Array(header.utf8.dropLast()), at: gate == "now" ? Self.now : gate)
    let result = try Shell.run(
      Self.preparation + """
        sed 's/time:max_bars=3/time:max_bars=4/' orders.jsonl > other.jsonl
        steps "$all" | sed 's/"at":"[^"]*"/"at":"\(proof == "now" ? Self.now : proof)"/' > proof.json
        printf '%s\\n' '\(text)' > gate.json
        live --venue live --gate gate.json --testnet proof.json $limits \(words)
        """)
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.last == "77" && lines.first?.contains(sentence) == true, "\(result.output)")
  }

  @Test func `who has positions is let in without proofs, and buys nothing before all is known`()
    throws
  {
    let header =
      #"{"type":"header","protocol":1,"stages":[{"name":"sf-risk","version":"1","config":{}}]}"#
    let gate = try Self.gate(Array(header.utf8), at: Self.now)
    let result = try LiveVenue.run(
      venue: "--venue live --protect none --max-order 500 --max-day 5000",
      """
      ORDERS_HEADER='\(header)'
      printf '%s\\n' '\(gate)' > gate.json
      echo '{"proof":1,"at":"\(Self.now)","tool":"x","exchange":"y","steps":["fill","cancel",
        "refusal","reconnect","kill","restart"]}' | jq -c . > proof.json
      start --gate gate.json --testnet proof.json; mark; sleep 0.5; mark "$(buy e1 2)"; fill e1
      kill -KILL $venue 2> killed || :; stop; rm gate.json proof.json
      fault '{"fault":"html","status":502,"path":"/api/v3/account","probability":1}'
      start; mark "$(buy e2 1)" "$(sell x1 e1 "$(holds e1)")"; fill x1
      cat answers.* | jq -r 'select(.type == "fill") | .order' | xargs
      calm; fill e2; mark; sleep 0.3; mark; stop; agree
      """)
    #expect(result.output == "e1 x1\n[true,true]\n", "\(result.output)\n\(result.error)")
  }
}
