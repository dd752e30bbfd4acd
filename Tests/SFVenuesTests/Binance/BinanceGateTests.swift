import SFTestSupport
import Testing

/// What may go wrong between a venue and its exchange: afterwards the account is what the ledger says,
/// no order was sent twice, and nothing was guessed.
@Suite struct BinanceGateTests {
  @Test func `an answer that is cut, late, or lost with its connection is asked for`() throws {
    let result = try LiveVenue.run(
      venue: "--timeout 1s",
      """
      start; mark; sleep 0.5; number=0
      while read -r line; do
        number=$((number + 1)); fault "$line"
        mark "$(buy e$number 1)"; fill e$number 150
        mark "$(sell x$number e$number "$(holds e$number)")"; fill x$number 150
      done <<'FAULTS'
      {"fault":"cut","path":"/api/v3/order","method":"POST","times":1}
      {"fault":"slow_reply","ms":2500,"path":"/api/v3/order","method":"POST","times":1}
      {"fault":"execute_then_drop","reused":true,"path":"/api/v3/order","method":"POST","times":1}
      {"fault":"drop","reused":true,"times":2}
      {"fault":"disorder","times":2}
      FAULTS
      mark; sleep 0.3; mark; stop; agree; audit
      placed | sort | uniq -d | wc -l
      # A change has a connection of its own: none dies under it.
      curl -s "$ADMIN/faults" | jq -r '.[2].count'
      """)
    #expect(
      result.output == "[true,true]\naudited\n0\n0\n", "\(result.output)\n\(result.error)")
  }

  @Test func `what was never executed is believed behind the fence alone`() throws {
    let result = try LiveVenue.run(
      """
      start --recv-window 1s; mark; sleep 0.5
      mark "$(buy e1 2)"; fill e1
      fault '{"fault":"error","code":-1007,"path":"/api/v3/order","method":"POST","times":2}'
      mark "$(sell x1 e1 "$(holds e1)")" "$(buy e2 1)"
      settled '.type == "refusal" and .order == "e2"' 200; fill x1 200
      mark; stop; agree; audit
      jq -r 'select(.type == "refusal") | "\\(.order) \\(.reason)"' answers.1
      placed | sort -u | wc -l
      jq -sc '[.[] | select(.method == "POST" and (.body | test("SELL")))] | length' journal.jsonl
      jq -s 'def at: .ts | sub("[.].*"; "Z") | fromdate;
        [.[] | select(.method == "POST" and (.body | test("SELL")))] |
        (.[1] | at) - (.[0] | at) >= 15' journal.jsonl
      """)
    #expect(
      result.output == "[true,true]\naudited\ne2 never_accepted\n4\n2\ntrue\n",
      "\(result.output)\n\(result.error)")
  }

  @Test func `while the exchange wants to hear nothing it hears nothing`() throws {
    let result = try LiveVenue.run(
      venue: "--timeout 1s",
      """
      start; mark; connected 1; mark "$(buy e1 2)"; fill e1
      QUOTE=$(curl -s "$REST/api/v3/ticker/bookTicker?symbol=BTCUSDT")
      fault '{"fault":"banned","seconds":2,"path":"/api/v3/order","method":"POST","times":1}'
      mark "$(sell x1 e1 "$(holds e1)")"; alerted rate_limit 'left alone'
      fill x1; alerted rate_limit 'asked again'
      mark "$(buy e2 1)"; fill e2
      # Of a question, and over a restart.
      fault '{"fault":"limited","seconds":2,"path":"/api/v3/openOrders","times":1}'
      sf-broker resume --ledger ledger --reason look
      for n in $(seq 100); do grep -q '"status":429' journal.jsonl && break; sleep 0.05; done
      sleep 0.2; kill -KILL $venue 2> killed || :; stop; start
      mark "$(sell x2 e2 "$(holds e2)")"; fill x2
      mark; sleep 0.3; mark; stop; agree; audit; quiet
      """)
    #expect(
      result.output == "[true,true]\naudited\n[[418,0],[429,0]]\n",
      "\(result.output)\n\(result.error)")
  }

  @Test(arguments: [3_000, -3_000, 60_000, -60_000])
  func `the exchange's clock is another, and its own times are signed`(ahead: Int) throws {
    let result = try LiveVenue.run(
      exchange: "--start $(cat begin 2> /dev/null || date -u -d "
        + "@$(($(date +%s) + \(ahead / 1_000))) +%FT%T.000Z | tee begin)",
      """
      AHEAD=\(ahead); start; mark; sleep 0.5
      mark "$(buy e1 2)"; fill e1; mark "$(sell x1 e1 "$(holds e1)")"; fill x1
      mark; sleep 0.3; mark; stop; agree; audit
      grep -c '1021' journal.jsonl || :
      """)
    #expect(result.output == "[true,true]\naudited\n0\n", "\(result.output)\n\(result.error)")
  }

  @Test func `a clock that jumps stops entries until it is measured`() throws {
    let result = try LiveVenue.run(
      """
      start; mark; sleep 0.5; mark "$(buy e1 2)"; fill e1
      fault '{"fault":"slow_reply","ms":100,"path":"/api/v3/time","times":10}'
      fault '{"fault":"clock","ms":60000}'; AHEAD=60000
      mark "$(sell x1 e1 "$(holds e1)")"
      for n in $(seq 100); do grep -q '1021' journal.jsonl && break; sleep 0.05; done
      mark "$(buy e2 1)"; fill e2; fill x1
      alerted venue 'has jumped by'; alerted clock 'it is measured'
      mark; sleep 0.3; mark; stop; agree; audit
      # Five times to see it, five to trust it.
      jq -sc 'map(select(.path)) | (map(.path == "/api/v3/order" and (.reply | test("-1021"))) |
        index(true)) as $no | .[$no:] | (map(.body | test("side=BUY")) | index(true)) as $buy |
        [.[:$buy][] | select(.path == "/api/v3/time")] | length >= 10' journal.jsonl
      """)
    #expect(
      result.output == "[true,true]\naudited\ntrue\n", "\(result.output)\n\(result.error)")
  }

  @Test func `user data that ends, is cut or falls silent is opened again`() throws {
    let result = try LiveVenue.run(
      venue: "--timeout 1s",
      """
      start; mark; connected 1; number=0
      while read -r line; do
        number=$((number + 1))
        mark "$(rest e$number 1 50)"
        for n in $(seq 100); do
          [ "$(placed | sort -u | wc -l)" -ge $((2 * number - 1)) ] && break; sleep 0.1
        done
        fault "$line"; fault '{"fault":"expire_all","symbol":"BTCUSDT"}'
        refused e$number; connected $((number + 1))
        mark "$(buy b$number 1)"; fill b$number
      done <<'FAULTS'
      {"fault":"shutdown"}
      {"fault":"disconnect"}
      {"fault":"silence","ms":60000}
      FAULTS
      mark; sleep 0.3; mark; stop; agree; audit
      cat answers.* | jq -r 'select(.type == "fill" or .type == "refusal") | .order' | sort | xargs
      """)
    #expect(
      result.output == "[true,true]\naudited\nb1 b2 b3 e1 e2 e3\n",
      "\(result.output)\n\(result.error)")
  }
}
