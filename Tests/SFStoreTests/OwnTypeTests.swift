import SFTestSupport
import Testing

/// Data types beside `spot`, from the command line.
@Suite struct OwnTypeTests {
  private static let rows = """
    cat > A.csv <<END
    time,open,high,low,close,volume,score,mentions
    60,1,2,1,2,5,0.25,3
    120,2,3,2,3,6,,4
    END
    """

  @Test func `columns that a user declares are kept and come back`() throws {
    let result = try Shell.run(
      """
      \(Self.rows)
      printf 'sentiment:\\n  score: real\\n  mentions: integer required zero_or_more\\n' > types.yaml
      sf-ingest -q A.csv --interval 1m --store m.db --data-type sentiment --data-types types.yaml \
        > written
      sf-ingest -q --store m.db > read
      grep -c '"mentions":4.0' read; grep -c '"score":0.25' read
      tail -n +2 written | cmp - <(tail -n +2 read) && echo same
      sf-store info m.db | head -n 2 | tail -n 1
      """)
    #expect(
      result.output == """
        1
        1
        same
        sentiment  A       1m           2  1970-01-01 00:01  1970-01-01 00:02  0

        """, "\(result.error)")
  }

  @Test(arguments: [
    ("--data-type perpetual", 65, "found no 'funding_rate', which each row of 'perpetual' has"),
    ("--data-type spto", 78, "found the data type 'spto', expected book_ticker, "),
    ("--data-type trades", 64, "'--data-type trades' is no type of bars"),
    (
      "--data-types bad.yaml --data-type x", 78,
      "bad.yaml:2:3: error: found 'score: text', expected a lower-case name"
    ),
  ])
  func `what a type does not take is said`(options: String, status: Int, message: String) throws {
    let result = try Shell.run(
      """
      \(Self.rows)
      printf 'x:\\n  score: text\\n' > bad.yaml
      sf-ingest A.csv --interval 1m --store m.db \(options) > /dev/null; echo $?
      """)
    #expect(result.output == "\(status)\n")
    #expect(result.error.contains(message), "\(result.error)")
  }
}
