import SFTestSupport
import Testing

/// An account that is emptied while nothing else of a session is alive and the exchange is in trouble.
@Suite struct WholeKillTests {
  private static let symbols = ["BTCUSDT"] + (11..<50).map { "C\($0)USDT" }

  @Test func `three hundred orders of forty symbols are canceled, and all is sold`() throws {
    let result = try LiveVenue.run(
      exchange: "--market random:seed=5,price=100,symbols=\(Self.symbols.joined(separator: "+")) "
        + "--accounts <(cat accounts.yaml; echo 'limits: {orders_per_10s: 1000}')",
      """
      start; mark; sleep 0.5
      mark "$(buy e1 2)"; fill e1
      kill -KILL $venue; stop
      for symbol in \(Self.symbols.joined(separator: " ")); do
        order="{\\"fault\\":\\"order\\",\\"account\\":\\"ann\\",\\"symbol\\":\\"$symbol\\""
        echo "$order,\\"side\\":\\"BUY\\",\\"quantity\\":\\"0.5\\"}"
        for n in 1 2 3 4 5 6; do
          echo "$order,\\"side\\":\\"BUY\\",\\"quantity\\":\\"0.11\\",\\"price\\":\\"5$n\\"}"
        done
        for n in 1 2; do
          echo "$order,\\"side\\":\\"SELL\\",\\"quantity\\":\\"0.11\\",\\"price\\":\\"15$n\\"}"
        done
      done > orders.jsonl
      fault "$(cat orders.jsonl)"
      locked() { curl -s "$ADMIN/accounts" | jq '[.accounts.ann[] | select((.locked | tonumber) > 0)] | length'; }
      locked
      fault '{"fault":"html","status":503,"times":60}'
      sf-broker kill -q --account ann --rest "$REST" --ws-api "$API" --recv-window 1s --flatten --ledger ledger > killed
      head -n 1 killed; grep -c '^sold' killed
      locked
      # What has a market is too little to be sold.
      curl -s "$ADMIN/accounts" | jq -c '[.accounts.ann | to_entries[]
        | select(.key != "USDT" and .key != "BNB" and (.value.free | tonumber) >= 0.05)] | length'
      start; mark; mark; sleep 1; mark
      settled '.type == "control"'
      mark "$(buy e3 1)"; refused e3
      stop
      sf-broker status ledger --format jsonl | jq -r 'select(.mode).mode'
      """)
    #expect(
      result.output == "41\ncanceled 320 orders\n40\n0\n0\nhalted\n",
      "\(result.output)\n\(result.error)")
  }
}
