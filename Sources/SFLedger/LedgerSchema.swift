import GRDB

/// The tables of a ledger. Amounts are whole numbers of 10⁻⁸, times milliseconds of the epoch: `mark`
/// and `at` of the market, `wall` of the machine.
enum LedgerSchema {
  /// "SFlg", in the header of the file.
  static let applicationID = 0x5346_6C67
  static let version = 1

  static func make(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE memory (
          id INTEGER PRIMARY KEY CHECK (id = 1), mark INTEGER NOT NULL, taken INTEGER NOT NULL,
          bytes TEXT NOT NULL
        ) STRICT;
        CREATE TABLE answers (mark INTEGER PRIMARY KEY, text TEXT NOT NULL, wall INTEGER NOT NULL)
          STRICT;
        CREATE TABLE orders (
          id TEXT PRIMARY KEY, mark INTEGER NOT NULL, symbol TEXT NOT NULL, side TEXT NOT NULL,
          kind TEXT NOT NULL, quantity INTEGER NOT NULL, price INTEGER, position TEXT NOT NULL,
          intent TEXT NOT NULL, reason TEXT NOT NULL, by TEXT, reference INTEGER NOT NULL,
          bid INTEGER, ask INTEGER, state TEXT NOT NULL, filled INTEGER NOT NULL,
          wall INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE event (
          "order" TEXT NOT NULL, kind TEXT NOT NULL, mark INTEGER NOT NULL, quantity INTEGER,
          reason TEXT, wall INTEGER NOT NULL, PRIMARY KEY ("order", kind, mark)
        ) STRICT;
        CREATE TABLE fill (
          venue TEXT NOT NULL, symbol TEXT NOT NULL, id TEXT NOT NULL, "order" TEXT NOT NULL,
          side TEXT NOT NULL, price INTEGER NOT NULL, quantity INTEGER NOT NULL,
          fee INTEGER NOT NULL, fee_asset TEXT, position TEXT NOT NULL, liquidity TEXT NOT NULL,
          at INTEGER NOT NULL, mark INTEGER NOT NULL, wall INTEGER NOT NULL,
          PRIMARY KEY (venue, symbol, id)
        ) STRICT;
        CREATE TABLE account (
          mark INTEGER PRIMARY KEY, cash INTEGER NOT NULL, assets TEXT NOT NULL
        ) STRICT;
        CREATE TABLE control (
          id INTEGER PRIMARY KEY, action TEXT NOT NULL, target TEXT, price INTEGER,
          reason TEXT NOT NULL, who TEXT NOT NULL, wall INTEGER NOT NULL, mark INTEGER
        ) STRICT;
        PRAGMA user_version = \(version);
        PRAGMA application_id = \(applicationID);
        """)
  }
}
