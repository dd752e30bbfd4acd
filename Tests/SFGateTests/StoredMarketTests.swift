import SFTestSupport
import Testing

/// Markets that are known better by now, and ledgers of money.
@Suite(.enabled(if: Shell.has("jq", "awk"), "needs jq and awk"), .serialized)
struct StoredMarketTests {
  @Test func `bars that came to the store later`() throws {
    let session = try RehearsedSession.shared.get().variant(
      """
      grep -v '"type":"quote"' market.jsonl > whole.jsonl
      jq -c 'select((.symbol == "ETHUSDT" and .ts > "2024-01-09" and .ts < "2024-01-16") | not)' \
        whole.jsonl | grep '"type":"bar"' | sf-ingest -q - --interval 1h --store market.db > none.jsonl
      sed -i 's#./market.sh#sf-ingest --store market.db --symbols BTCUSDT,ETHUSDT,SOLUSDT --interval 1h#' text.sh
      """)
    defer { session.remove() }
    // Its market has no quotes.
    #expect(try SaidByGate(session).failing == ["market missing", "restarts fail"])
    try session.did(
      "grep '\"type\":\"bar\"' whole.jsonl | sf-ingest -q - --interval 1h --store market.db > none.jsonl"
    )
    let said = try SaidByGate(session)
    #expect(said.failing == ["alignment fail", "market missing", "restarts fail"])
    #expect(
      said.details.contains { $0.contains("ETHUSDT") && $0.contains("complete market alone") })
  }

  @Test func `money that was there for thirty days, and for twenty`() throws {
    let session = try RehearsedSession.shared.get().copy()
    defer { session.remove() }
    try session.did(
      """
      source='sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT,SOLUSDT --bars 840 --interval 1h --seed 14'
      sed "s#./market.sh#$source#" text.sh > money.sh
      sed 's/--fee 0.0001/--fee 0.003/' money.sh > lost.sh
      for name in money lost; do sf-session run -q -f $name.sh --dir $name --replay; done
      """)
    let earned = try session.run("sf-gate run --live money/broker/ledger --format jsonl")
    #expect(earned.status == 0, "\(earned.error)")
    #expect(earned.error.contains("it has earned its keep"))
    let trips = try session.run(
      "sf-gate run --live money/broker/ledger -q --format jsonl | jq -c '[.run, .round_trips > 30, .why]'"
    )
    #expect(
      trips.output == """
        ["live",true,null]
        ["paper",true,null]
        ["backtest",true,null]

        """)
    let lost = try session.run("sf-gate run --live lost/broker/ledger")
    #expect(lost.status == 1)
    #expect(lost.error.contains("not proved: no profit"), "\(lost.error)")
    let short = try session.run("sf-gate run --live run/broker/ledger")
    #expect(short.status == 1)
    #expect(short.error.contains("10 days are missing"), "\(short.error)")
    // What no backtest can be made of has a reason in its place.
    let alone = try session.run(
      "rm market.jsonl; sf-gate run --live money/broker/ledger -q --format jsonl | jq -r 'select(.run == \"backtest\").why'"
    )
    #expect(
      alone.output.hasPrefix("no backtest over the complete market could be made"),
      "\(alone.output)\(alone.error)")
  }
}
