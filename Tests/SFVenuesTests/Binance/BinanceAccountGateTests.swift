import SFTestSupport
import Testing

/// What an exchange, a market and other people do to an account: it is booked as it is, or reported.
@Suite struct BinanceAccountGateTests {
  /// Fees are paid in BNB as long as there is some.
  private static let bnb = """
    --market random:seed=1,price=100,symbols=BTCUSDT+BNBUSDT --accounts $(printf '%s\\n' \\
    'accounts:' '  ann:' '    balances: {USDT: 10000, BTC: 0.5, BNB: 0.002}' \\
    '    bnb_discount: 0.25' '    keys: [{key: annKey, secret: annSecret}]' > b.yaml; echo b.yaml)
    """

  @Test func `fees in BNB, and where that is too little in what was bought`() throws {
    let result = try LiveVenue.run(
      exchange: Self.bnb,
      """
      start; mark; sleep 0.5
      mark "$(buy e1 2)"; fill e1; mark "$(buy e2 2)"; fill e2
      mark "$(sell x1 e1 "$(holds e1)")"; fill x1; mark "$(sell x2 e2 "$(holds e2)")"; fill x2
      mark; sleep 0.3; mark; stop; audit
      jq -rc 'select(.type == "fill") | "\\(.order) \\(.fee_asset)"' answers.1
      # What was paid in BNB is money, too.
      cash=$(sf-broker account ledger --format jsonl | tail -n 1 | jq .cash)
      curl -s "$ADMIN/accounts" | jq --argjson cash "$cash" '.accounts.ann |
        ((.USDT.free | tonumber) - $cash) as $fee | [$fee > 0.14, $fee < 0.16, (.BTC.free)]' -c
      """)
    #expect(
      result.output == """
        audited
        e1 BNB
        e2 BTC
        x1 null
        x2 null
        [true,true,"0.50000000"]

        """, "\(result.output)\n\(result.error)")
  }

  @Test func `dust stays, and leaves with the next exit`() throws {
    let result = try LiveVenue.run(
      """
      start; mark; sleep 0.5
      for n in 1 2 3; do
        mark "$(buy e$n 0.5)"; fill e$n; mark "$(sell x$n e$n "$(holds e$n)")"; fill x$n
      done
      mark; sleep 0.3; mark; stop; agree; audit
      jq -r 'select(.method == "POST") | .body' journal.jsonl |
        sed -n 's/.*side=SELL.*quantity=\\([0-9.]*\\).*/\\1/p' | xargs
      """)
    // 0.4995 each: what is left of two is a step.
    #expect(
      result.output == "[true,true]\naudited\n0.499 0.5 0.499\n",
      "\(result.output)\n\(result.error)")
  }

  @Test func `rules that change are asked for again`() throws {
    let result = try LiveVenue.run(
      """
      start; mark; sleep 0.5; mark "$(buy e1 0.12345)"; fill e1
      fault '{"fault":"filters","symbol":"BTCUSDT","filters":[{"filterType":"LOT_SIZE",
        "minQty":"0.01","maxQty":"9000","stepSize":"0.01"}]}'
      mark "$(sell x1 e1 "$(holds e1)")"; fill x1; mark "$(buy e2 0.23456)"; fill e2
      mark; sleep 0.3; mark; stop; agree; audit
      jq -r 'select(.method == "POST") | "\\(.status) " + (.body |
        capture("side=(?<side>[A-Z]*).*quantity=(?<size>[0-9.]*)") | "\\(.side) \\(.size)")' \\
        journal.jsonl
      """)
    #expect(
      result.output == """
        [true,true]
        audited
        200 BUY 0.123
        400 SELL 0.122
        200 SELL 0.12
        200 BUY 0.23

        """, "\(result.output)\n\(result.error)")
  }

  @Test func `an exit outlasts a halt of its symbol`() throws {
    let result = try LiveVenue.run(
      """
      start; mark; sleep 0.5; mark "$(buy e1 2)"; fill e1
      fault '{"fault":"status","symbol":"BTCUSDT","status":"HALT"}'
      mark "$(sell x1 e1 "$(holds e1)")"; alerted venue 'refuses the exit x1'
      for n in $(seq 100); do grep exchangeInfo journal.jsonl | grep -q HALT && break; sleep 0.05; done
      fault '{"fault":"status","symbol":"BTCUSDT","status":"TRADING"}'
      fill x1 100; mark; sleep 0.3; mark; stop; agree; audit
      # One that was refused, and one that was taken.
      placed | wc -l
      """)
    #expect(
      result.output == "[true,true]\naudited\n3\n", "\(result.output)\n\(result.error)")
  }

  @Test func `an exchange that has begun again halts`() throws {
    let result = try LiveVenue.run(
      """
      start; mark; sleep 0.5
      mark "$(buy e1 2)"; fill e1; mark "$(sell x1 e1 "$(holds e1)")"; fill x1
      fault '{"fault":"reset"}'
      mark "$(buy e2 1)"; alerted venue 'has begun again'; alerted reconcile 'until a person'
      mark "$(buy e3 1)"; refused e3
      mark; sleep 0.3; mark; stop
      sf-broker status ledger --format jsonl | jq -r 'select(.mode) | "\\(.mode) by \\(.by)"'
      jq -r 'select(.type == "refusal") | "\\(.order) \\(.reason)"' answers.1
      """)
    #expect(
      result.output == "halted by sf-broker\ne3 halted\n", "\(result.output)\n\(result.error)")
  }

  @Test func `orders and money of others are reported, and left alone`() throws {
    let result = try LiveVenue.run(
      """
      start; mark; connected 1; mark "$(buy e1 2)"; fill e1; mark; sleep 0.3; mark
      has() { sf-broker account ledger --format jsonl | tail -n 1 | jq -c '[.cash, .assets]'; }
      before=$(has)
      fault '{"fault":"order","account":"ann","symbol":"BTCUSDT","side":"BUY","quantity":"0.1"}'
      fault '{"fault":"order","account":"ann","symbol":"BTCUSDT","side":"BUY","quantity":"0.2",
        "price":"50"}'
      fault '{"fault":"deposit","account":"ann","asset":"USDT","amount":"1000"}'
      alerted venue 'somebody else has ordered'; alerted venue 'balance changed by 1000'
      mark; sleep 0.3; mark
      [ "$before" = "$(has)" ] && echo same
      mark "$(sell x1 e1 "$(holds e1)")"; fill x1; mark; sleep 0.3; mark; stop; audit
      jq -r 'select(.type == "alert" and .state == "raised") | .text' answers.1 |
        sed 's/,.*//' | sort | uniq -c | sed 's/^ *//'
      grep -c DELETE journal.jsonl || :
      """)
    #expect(
      result.output == """
        same
        audited
        2 somebody else has ordered: BTCUSDT
        1 the account's balance changed by 1000.00000000 USDT
        0

        """, "\(result.output)\n\(result.error)")
  }

  @Test func `what a person has sold with nothing alive is booked at the next start`() throws {
    let result = try LiveVenue.run(
      """
      start; mark; sleep 0.5; mark "$(buy e1 2)"; fill e1
      kill -KILL $venue 2> killed || :; stop
      sf-broker kill -q --account ann --rest "$REST" --ws-api "$API" --flatten > sold
      start; settled '.type == "fill" and .side == "sell"'
      mark "$(sell x1 e1 1.998)"; refused x1; mark; sleep 0.3; mark; stop; audit
      cat answers.* | jq -c 'select(.type == "fill" and .side == "sell") | [.position, .quantity]'
      cat answers.* | jq -r 'select(.type == "order") | "\\(.by) \\(.intent) \\(.position)"'
      sf-broker account ledger --format jsonl | tail -n 1 | jq -c .assets
      """)
    #expect(
      result.output == """
        audited
        ["e1",1.998]
        kill exit e1
        ""

        """, "\(result.output)\n\(result.error)")
  }
}
