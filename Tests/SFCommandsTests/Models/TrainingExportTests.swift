import Foundation
import SFTestSupport
import Testing

/// `sf-export --training`: tables without a price, read by what people read Parquet with.
@Suite struct TrainingExportTests {
  private static let isThere = Shell.has("duckdb")
  private static let reason: Comment = "needs duckdb: bin/setup --tests"

  /// A run with requests, and one of the same text that trades every signal.
  private static let runs = """
    sf-ingest --synthetic --symbols A,B --bars 4000 --seed 4 | sf-features sma:5 sma:12 rsi:7 |
      sf-detect sma_cross:5,12 threshold:rsi_7,below=30,direction=rise > signals.jsonl
    sf-strategy -q --exit tp_sl:0.004,0.004 --requests < signals.jsonl > run.jsonl
    sf-strategy -q --exit tp_sl:0.004,0.004 --max-positions-per-symbol 100000 \
      --size fixed_fraction:0.0001 --min-notional 0 < signals.jsonl > every.jsonl
    sf-export -q --training table run.jsonl every.jsonl
    """

  private static func sql(_ query: String) -> String {
    "duckdb -csv -noheader -c \"\(query)\" || exit 1\n"
  }

  @Test(.enabled(if: isThere, reason))
  func `each candidate has a row, and what became of it`() throws {
    let result = try Shell.run(
      """
      \(Self.runs)
      ls -A table | tr '\\n' ' '; echo
      jq -e '.tables | keys' table/schema.json > /dev/null || exit 1
      grep -c '"type":"decide"' run.jsonl
      \(Self.sql("SELECT count(DISTINCT id) FROM 'table/decisions.parquet'"))
      \(Self.sql("SELECT count(*) FROM 'table/outcomes.parquet' WHERE entered AND source = 'run'"))
      grep -c '"status":"closed"' run.jsonl
      \(Self.sql("SELECT count(*) > 100 FROM 'table/outcomes.parquet' WHERE NOT entered AND source = 'every' AND \\\"return\\\" IS NOT NULL"))
      \(Self.sql("SELECT count(*) FROM 'table/outcomes.parquet' o JOIN 'table/decisions.parquet' d USING (id) WHERE t1 <= ts"))
      """)
    let lines = result.output.split(separator: "\n").map(String.init)
    try #require(lines.count == 7, "\(result.error)\(result.output)")
    #expect(
      lines[0] == "decisions.parquet marks.parquet outcomes.parquet schema.json splits.parquet ")
    #expect(lines[1] == lines[2])
    #expect(lines[3] == lines[4])
    #expect(lines[5] == "true" && lines[6] == "0")
  }

  /// What the other run brought is what its own positions did, by hand with jq.
  @Test(.enabled(if: isThere, reason))
  func `returns are net of fees, on what was entered`() throws {
    let result = try Shell.run(
      """
      \(Self.runs)
      jq -r 'select(.type == "position" and .status == "closed") |
        [.id, .pnl / (.entry_price * .quantity), .bars, .ts[:23]] | @csv' run.jsonl | sort > theirs
      duckdb -csv -noheader -c "SELECT id, \\"return\\", bars, strftime(t1, '%Y-%m-%dT%H:%M:%S.%g')
        FROM 'table/outcomes.parquet' WHERE source = 'run'" | sort > ours
      python3 - <<'END'
      import csv
      ours, theirs = (list(csv.reader(open(name))) for name in ("ours", "theirs"))
      assert len(ours) == len(theirs) > 20, (len(ours), len(theirs))
      for a, b in zip(ours, theirs):
          assert (a[0], a[2], a[3]) == (b[0], b[2], b[3]), (a, b)
          assert abs(float(a[1]) - float(b[1])) < 1e-6, (a, b)
      END
      """)
    #expect(result.status == 0, "\(result.error)")
  }

  @Test(.enabled(if: isThere, reason))
  func `no outcome of a train row ends behind the first row of its test`() throws {
    let result = try Shell.run(
      """
      \(Self.runs)
      cat > splits.sql <<'END'
      CREATE VIEW rows AS SELECT s.split, s.part, d.ts, o.t1 FROM 'table/splits.parquet' s
        JOIN 'table/decisions.parquet' d USING (id) JOIN 'table/outcomes.parquet' o USING (id);
      SELECT count(DISTINCT split) FROM rows;
      SELECT count(*) FROM (SELECT split, max(t1) FILTER (part = 'train') AS known,
        min(ts) FILTER (part = 'test') AS first FROM rows GROUP BY split) WHERE known >= first;
      SELECT min(trained) > 10 AND min(tested) > 10 FROM (SELECT split,
        count(*) FILTER (part = 'train') AS trained, count(*) FILTER (part = 'test') AS tested
        FROM rows GROUP BY split);
      SELECT count(*) FROM (SELECT id FROM 'table/splits.parquet' WHERE part = 'test'
        GROUP BY id HAVING count(*) > 1);
      END
      duckdb -csv -noheader < splits.sql
      """)
    #expect(result.output == "5\n0\ntrue\n0\n", "\(result.error)")
  }

  @Test(
    .enabled(if: isThere, reason), arguments: ["pandas", "polars"])
  func `people's libraries read it`(library: String) throws {
    let has = try Shell.run("python -c 'import \(library), pyarrow'").status == 0
    guard has else { return print("not run: needs \(library): bin/setup --tests") }
    let result = try Shell.run(
      """
      \(Self.runs)
      python - <<'END'
      import json
      import \(library) as library
      schema = json.load(open("table/schema.json"))["tables"]
      for name, columns in schema.items():
          rows = library.read_parquet(f"table/{name}.parquet")
          assert list(rows.columns) == [column["name"] for column in columns], name
          assert len(rows) > 100, (name, len(rows))
          assert all(column["unit"] and column["meaning"] for column in columns)
      END
      """)
    #expect(result.status == 0, "\(result.error)")
  }

  @Test(.enabled(if: isThere, reason))
  func `a run without requests makes valid tables and says so, a cut one none`() throws {
    let result = try Shell.run(
      """
      sf-ingest --synthetic --bars 90 > bars.jsonl
      sf-export --training empty bars.jsonl
      duckdb -csv -noheader -c "SELECT count(*) FROM 'empty/decisions.parquet'"
      head -n 50 bars.jsonl | sf-export --training cut; echo $? $(ls -A cut)
      sf-export a b c --training x; echo $?
      sf-export a --training x --parquet y; echo $?
      """)
    #expect(result.output == "0\n65\n64\n64\n", "\(result.error)")
    #expect(result.error.contains("the run has no decide lines"))
    #expect(result.error.contains("the stream was cut: it has no end"))
  }

  // MARK: Prices

  @Test(.enabled(if: isThere, reason), arguments: 0..<6 as Range<UInt64>)
  func `prices times a factor make the same tables`(seed: UInt64) throws {
    let trading = RandomTrading(seed: seed)
    let tables = try text(trading, .one)
    #expect(tables.split(separator: "\n").count > 30)
    for scale in RandomTrading.Scale.others {
      #expect(try text(trading, scale) == tables, "times \(scale): \(trading.options)")
    }
    for name in ["open", "high", "low", "close", "volume", "price", "quantity", "pnl", "cash"] {
      #expect(!tables.contains("\"name\": \"\(name)\""))
    }
  }

  /// All rows of all tables, and what the schema says of them.
  private func text(_ trading: RandomTrading, _ scale: RandomTrading.Scale) throws -> String {
    let place = try trading.workplace(scale)
    defer { try? FileManager.default.removeItem(at: place) }
    let result = try Shell.run(
      """
      sf-strategy -q \(trading.options) \(trading.amounts(scale)) --requests \
        < signals.jsonl > run.jsonl && sf-export -q --training table run.jsonl || exit 1
      for name in decisions outcomes marks splits; do
        duckdb -csv -c "FROM 'table/$name.parquet'" || exit 1
      done
      cat table/schema.json
      """, in: place)
    try #require(result.status == 0, "\(result.error)")
    return result.output
  }
}
