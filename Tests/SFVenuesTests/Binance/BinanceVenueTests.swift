import SFTestSupport
import Testing

/// Orders at an exchange, over the wire.
@Suite struct BinanceVenueTests {
  @Test func `what is bought and sold stands in the ledger as at the exchange`() throws {
    let result = try LiveVenue.run(
      """
      start; mark; sleep 0.5
      mark "$(buy e1 2)"; fill e1
      mark "$(sell x1 e1 "$(holds e1)")"; fill x1
      mark "$(buy e2 0.00001)"; refused e2
      mark "$(rest e3 1 50)"; sleep 0.5; mark "$(cancel e3)"; refused e3
      mark; sleep 0.3; mark; stop
      agree
      sf-broker orders ledger --format jsonl | jq -r '"\\(.id) \\(.state)"'
      placed | sort | uniq -d | wc -l
      grep -c annSecret answers.* said ledger* | grep -v ':0' || :
      """)
    #expect(
      result.output == "[true,true]\ne1 filled\nx1 filled\ne2 refused\ne3 canceled\n0\n",
      "\(result.output)\n\(result.error)")
  }

  @Test(arguments: [
    #"{"fault":"execute_then_drop","path":"/api/v3/order","method":"POST","times":1}"#,
    #"{"fault":"error","code":-1007,"executed":true,"path":"/api/v3/order","method":"POST","times":1}"#,
    #"{"fault":"html","status":502,"executed":true,"path":"/api/v3/order","method":"POST","times":1}"#,
    #"{"fault":"truncated","path":"/api/v3/order","method":"POST","times":1}"#,
    #"{"fault":"limited","seconds":2,"path":"/api/v3/order","method":"POST","times":1}"#,
  ])
  func `no order is sent twice, and none is lost`(fault: String) throws {
    let result = try LiveVenue.run(
      """
      start; mark; sleep 0.5
      mark "$(buy e1 2)"; fill e1
      fault '\(fault)'
      mark "$(sell x1 e1 "$(holds e1)")"; fill x1 200
      mark; sleep 0.3; mark; stop
      agree
      placed | sort | uniq -d | wc -l
      """)
    #expect(result.output == "[true,true]\n0\n", "\(result.output)\n\(result.error)")
  }

  @Test func `who is killed goes on where the ledger ends`() throws {
    let result = try LiveVenue.run(
      """
      start; mark; sleep 0.5
      fault '{"fault":"slow_reply","ms":3000,"path":"/api/v3/order","method":"POST","times":1}'
      mark "$(buy e1 2)"; sleep 0.3
      kill -KILL $venue; stop; start; fill e1
      fault '{"fault":"execute_then_drop","path":"/api/v3/order","method":"POST","times":1}'
      mark "$(sell x1 e1 "$(holds e1)")"; sleep 0.2
      kill -KILL $venue; stop; start; fill x1
      mark; sleep 0.3; mark; stop
      agree
      placed | wc -l
      cat answers.* | jq -r 'select(.type == "fill") | .id' | sort | uniq -d | wc -l
      """)
    #expect(result.output == "[true,true]\n2\n0\n", "\(result.output)\n\(result.error)")
  }
}

/// An account is emptied with nothing of a session alive.
@Suite struct BinanceKillTests {
  @Test func `nothing is left, and the venue halts`() throws {
    let result = try LiveVenue.run(
      """
      start; mark; sleep 0.5
      mark "$(buy e1 2)"; fill e1
      mark "$(rest e2 1 50)"; sleep 0.5
      kill -KILL $venue; stop
      fault '{"fault":"html","status":503,"path":"/api/v3/openOrders","times":2}'
      sf-broker kill -q --account ann --rest "$REST" --ws-api "$API" --flatten --ledger ledger
      curl -s "$ADMIN/accounts" | jq -c .accounts.ann.BTC
      start; mark; mark; sleep 1; mark
      settled '.type == "control"'
      mark "$(buy e3 1)"; refused e3
      stop
      sf-broker status ledger --format jsonl | jq -r 'select(.mode).mode'
      """)
    #expect(
      result.output == """
        canceled 1 orders
        sold 2.498 of BTCUSDT
        {"free":"0.00000000","locked":"0.00000000"}
        halted

        """, "\(result.output)\n\(result.error)")
  }
}
