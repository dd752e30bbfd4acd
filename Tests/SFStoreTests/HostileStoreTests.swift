import SFTestSupport
import Testing

/// Stores and exports of other hands: what they say is data, never a statement, a time or a span.
@Suite struct HostileStoreTests {
  /// Lines of an export of one bar, with what is made of its declaration, its row and what follows.
  private static func export(
    name: String = "spot", declaration: String = DeclarationText.spot, before: String = "",
    row: String = "1704067200000,1,2,1,1,null,null,null,null,null,null"
  ) -> String {
    """
    {"store":1}
    {"data_type":"\(name)","declaration":"\(declaration)"}
    {"dataset":"\(name)","symbol":"A","interval":"1m"}
    \(before)[\(row)]
    {"end":1}

    """
  }

  private enum DeclarationText {
    static let fields = [
      "quote_volume", "taker_buy_base_volume", "taker_buy_quote_volume", "trades", "vwap",
    ]
    static let spot = "bars" + fields.map { "\\n\($0) real zero_or_more" }.joined()
  }

  private func imported(_ text: String) throws -> Shell.Result {
    try Shell.run("sf-store import m.db -q; echo $?; ls", input: text)
  }

  @Test func `an export that is right is taken`() throws {
    let result = try imported(Self.export())
    #expect(result.output.hasPrefix("0\n"), "\(result.error)")
  }

  @Test(arguments: [
    "x\\\"(a);CREATE TABLE owned(b);--", "Spot", "dataset", "sqlite_x", "a b", "",
    "a234567890123456789012345678901234567890",
  ])
  func `a name of a type is a word, and no statement`(name: String) throws {
    let result = try imported(Self.export(name: name, declaration: "bars"))
    #expect(result.output.hasPrefix("65\n"), "\(result)")
    #expect(result.error.contains("-:2:1: error: found the data type '"), "\(result.error)")
    #expect(result.error.contains("expected a lower-case word that is not taken"))
  }

  @Test(arguments: [
    "bars\\na\\\");DROP real any", "bars\\nopen real any", "bars\\na real any\\na real any",
    "rows\\na real any sequence", "rows\\na integer any sequence", "tables", "bars\\na text any",
  ])
  func `a declaration is words, and each column stands once`(declaration: String) throws {
    let result = try imported(
      Self.export(name: "other", declaration: declaration, row: "1,1,1,1,1,1,1"))
    #expect(result.output.hasPrefix("65\n"), "\(result)")
    #expect(result.error.contains("-:2:1: error: found the declaration"), "\(result.error)")
  }

  @Test func `what the project has under a name stays what it is`() throws {
    let result = try imported(Self.export(declaration: "bars\\nx real any"))
    #expect(result.output.hasPrefix("65\n") && result.error.contains("found another 'spot'"))
  }

  @Test(arguments: [
    ("1704067200000,1,1,5,1,1", "found high 1.0 below low 5.0"),
    ("1704067200000,-1,2,1,1,1", "found -1.0 in 'open'"),
    ("1704067200000,1,2,1,1,-5", "found -5.0 in 'volume'"),
    ("1704067200000,null,2,1,1,1", "found no value in 'open'"),
    ("253402300740000,1,2,1,1,1", "found the time 253402300740000 ms"),
    ("-62135596800001,1,2,1,1,1", "found the time -62135596800001 ms"),
    ("9007199254740991,1,2,1,1,1", "found the time 9007199254740991 ms"),
    ("9223372036854775807,1,2,1,1,1", "found the time 9223372036854775807 ms"),
  ])
  func `a row that is no bar is refused with its line`(row: String, message: String) throws {
    let result = try imported(Self.export(row: row + ",null,null,null,null,null"))
    #expect(result.output.hasPrefix("65\n"), "\(result)")
    #expect(result.error.contains("-:4:1: error: "), "\(result.error)")
    #expect(result.error.contains(message), "\(result.error)")
  }

  @Test(arguments: ["[-9007199254740991,9007199254740991]", "[1704067260000,1704067200000]"])
  func `a span that is none is refused`(span: String) throws {
    let result = try imported(Self.export(before: "{\"absent\":\(span)}\n"))
    #expect(result.output.hasPrefix("65\n"), "\(result)")
  }

  /// A store with thirty bars, changed by a statement of somebody else, and what tools say of it.
  private func changed(by statement: String, _ action: String) throws -> Shell.Result {
    try Shell.run(
      """
      sf-ingest --synthetic --symbols A --bars 30 -q --store h.db > /dev/null
      cat > change.sql <<'END'
      \(statement)
      END
      python3 -c "import sqlite3; sqlite3.connect('h.db').executescript(open('change.sql').read())"
      timeout 20 \(action) > out; echo $?
      """)
  }

  private static let lax = """
    DROP TABLE spot; CREATE TABLE spot(dataset,time,open,high,low,close,volume,quote_volume,
    taker_buy_base_volume,taker_buy_quote_volume,trades,vwap);
    """

  @Test(arguments: [
    ("INSERT INTO absence VALUES (1, 1704067320000, 1704067200000)", "sf-store info h.db", 65),
    ("INSERT INTO absence VALUES (1, 1704067320000, 1704067200000)", "sf-store export h.db", 65),
    ("PRAGMA user_version = -1", "sf-store vacuum h.db", 76),
    ("PRAGMA user_version = -1", "sf-ingest --synthetic --store h.db", 76),
    ("PRAGMA user_version = 99", "sf-store info h.db", 76),
    (
      "UPDATE spot SET time = -9223372036854775808 WHERE time = 1704067200000",
      "sf-store info h.db", 65
    ),
    (
      "UPDATE spot SET time = 9223372036854775807 WHERE time = 1704067200000",
      "sf-store export h.db", 65
    ),
    (
      "UPDATE spot SET time = 9223372036854775807 WHERE time = 1704067200000",
      "sf-ingest --store h.db", 65
    ),
    (
      "UPDATE spot SET time = -9223372036854775808 WHERE time = 1704067200000",
      "sf-ingest --store h.db", 65
    ),
    ("UPDATE spot SET close = -1", "sf-ingest --store h.db", 65),
    ("UPDATE spot SET low = high + 1", "sf-ingest --store h.db", 65),
    ("\(Self.lax) INSERT INTO spot(dataset,time) VALUES (1,'abc')", "sf-store info h.db", 65),
    ("\(Self.lax) INSERT INTO spot(dataset,time) VALUES (1,1.5)", "sf-store export h.db", 65),
    ("UPDATE data_type SET name = 'x\"; --'", "sf-store info h.db", 65),
    ("UPDATE data_type SET declaration = 'bars'", "sf-store info h.db", 65),
    (
      "DROP TABLE absence; CREATE TABLE absence(dataset, first, last); INSERT INTO absence VALUES (1,'a','b')",
      "sf-store info h.db", 65
    ),
    (
      "DROP TABLE dataset; CREATE TABLE dataset(id, type, symbol, interval); INSERT INTO dataset VALUES ('x','spot','A','1m')",
      "sf-store info h.db", 65
    ),
  ])
  func `a store of other hands is refused in a sentence`(
    statement: String, action: String, status: Int
  ) throws {
    let result = try changed(by: statement, action)
    #expect(result.output == "\(status)\n", "\(statement): \(result)")
    #expect(result.error.contains("error: "), "\(result.error)")
  }

  @Test func `what is no regular file is not waited for`() throws {
    let result = try Shell.run(
      """
      mkfifo pipe; mkdir folder
      for store in pipe folder; do
        timeout 10 sf-store info $store; echo $?
        timeout 10 sf-ingest --synthetic --bars 2 -q --store $store; echo $?
      done
      """)
    #expect(result.output == "66\n73\n66\n73\n", "\(result)")
    #expect(result.error.contains("it is no regular file"))
  }

  @Test func `a database of another program keeps every byte`() throws {
    let result = try Shell.run(
      """
      python3 -c "import sqlite3; sqlite3.connect('places').execute('CREATE TABLE moz(id)')"
      sha256sum places > before
      sf-ingest --synthetic --bars 5 -q --store places > /dev/null; echo $?
      sf-store import places < /dev/null; sf-store info places > /dev/null
      sha256sum -c --quiet before && ls
      """)
    #expect(result.output == "76\nbefore\nplaces\n", "\(result)")
  }

  @Test(arguments: [
    ("echo precious > victim; ln -s victim s.db-lock", "it is a link"),
    ("echo precious > victim; ln victim s.db-lock", "it is no lock of a store"),
    ("echo precious > victim; mkfifo s.db-lock", "it is no lock of a store"),
  ])
  func `a lock is never somebody else's file`(before: String, message: String) throws {
    let result = try Shell.run(
      "\(before); timeout 20 sf-ingest --synthetic --bars 5 -q --store s.db > /dev/null; echo $?; cat victim"
    )
    #expect(result.output == "73\nprecious\n", "\(result)")
    #expect(result.error.contains("s.db-lock': \(message)"), "\(result.error)")
  }
}
