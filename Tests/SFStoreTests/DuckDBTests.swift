import Foundation
import SFTestSupport
import Testing

/// Parquet and DuckDB, by the user's program.
@Suite struct DuckDBTests {
  static let isThere = Shell.has("duckdb")

  @Test(.enabled(if: isThere, "needs duckdb: bin/setup --tests"))
  func `bars go to Parquet and come back`() throws {
    let result = try Shell.run(
      """
      sf-ingest --synthetic --symbols A,B --bars 700 > bars.jsonl
      sf-features sma:5 < bars.jsonl | sf-export -q --parquet out --decimals
      ls -A out | tr '\\n' ' '; echo
      duckdb -csv -c "SELECT count(*), typeof(max(ts)), typeof(max(open)), typeof(max(volume)) \
        FROM 'out/bar.parquet'" | tail -n 1
      duckdb -csv -c "SELECT count(sma_5), typeof(max(sma_5)) FROM 'out/features.parquet'" |
        tail -n 1
      duckdb -csv -c "SELECT count(*) FROM 'out/order.parquet'" | tail -n 1
      sf-ingest -q out/bar.parquet | tail -n +2 > back
      tail -n +2 bars.jsonl | cmp - back && echo same
      duckdb market.duckdb -c "CREATE TABLE prices AS SELECT * FROM 'out/bar.parquet'"
      sf-ingest -q --store duckdb:market.duckdb --table prices | tail -n +2 | cmp - back && echo same
      """)
    #expect(
      result.output == """
        account.parquet alert.parquet bar.parquet book_metrics.parquet cancel.parquet \
        control.parquet decide.parquet decision.parquet equity.parquet features.parquet \
        fill.parquet gap.parquet label.parquet metrics.parquet model.parquet order.parquet \
        position.parquet quote.parquet refusal.parquet signal.parquet signal_metrics.parquet \
        \n1400,TIMESTAMP,"DECIMAL(19,8)",DOUBLE
        1392,DOUBLE
        0
        same
        same

        """, "\(result.error)")
  }

  /// A data frame takes doubles; the doubles nearest to prices are read back as the prices.
  @Test(.enabled(if: isThere, "needs duckdb: bin/setup --tests"))
  func `amounts are doubles unless exact ones are asked for`() throws {
    let result = try Shell.run(
      """
      sf-ingest --synthetic --bars 700 > bars.jsonl
      sf-export -q --parquet out < bars.jsonl
      duckdb -csv -c "SELECT typeof(max(open)), count(*) FROM 'out/bar.parquet'" | tail -n 1
      sf-ingest -q out/bar.parquet | tail -n +2 > back
      tail -n +2 bars.jsonl | cmp - back && echo same
      sf-export --decimals < bars.jsonl 2> /dev/null; echo $?
      """)
    #expect(result.output == "DOUBLE,700\nsame\n64\n", "\(result.error)")
  }

  @Test(.enabled(if: isThere, "needs duckdb: bin/setup --tests"))
  func `an empty stream makes valid files, a cut one none`() throws {
    let result = try Shell.run(
      """
      sf-export -q --parquet empty < /dev/null
      duckdb -csv -c "SELECT count(*) FROM 'empty/bar.parquet'" | tail -n 1
      sf-ingest --synthetic | head -n 20 > cut.jsonl
      sf-export --parquet cut < cut.jsonl; echo $? $(ls -A cut)
      sf-ingest none.parquet; echo $?
      sf-ingest --store duckdb:none.duckdb --table x; echo $?
      """)
    #expect(result.output == "0\n65\n66\n66\n", "\(result.error)")
  }

  @Test func `without duckdb a sentence says how to get it`() throws {
    let result = try Shell.run(
      "sf-ingest x.parquet --duckdb ./no-duckdb; echo $?; "
        + "sf-ingest --synthetic | sf-export --parquet out --duckdb ./no-duckdb; echo $? $(ls -A out)"
    )
    #expect(result.output == "69\n69\n")
    #expect(result.error.contains("help: install it (pip install duckdb-cli)"))
  }
}
