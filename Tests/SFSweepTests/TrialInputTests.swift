import Foundation
import SFTestSupport
import Testing

/// What trials read: that it is not there, and that their ids know it.
@Suite struct TrialInputTests {
  private static let rest =
    "| sf-features sma:{fast} sma:50 | sf-detect sma_cross:{fast},50 | sf-strategy --exit tp_sl'"

  private func ids(
    _ source: String, in folder: URL, options: String = "", environment: [String: String] = [:]
  ) throws -> [String] {
    let result = try Shell.run(
      "sf-sweep -n --grid fast=5,10 \(options) '\(source) \(Self.rest)", in: folder,
      environment: environment)
    #expect(result.status == 0, "\(result.error)")
    return try result.output.split(separator: "\n").map {
      try #require(try SweepTool.object($0)["id"] as? String)
    }
  }

  /// Bars in a file, and in a store beside it.
  private func makeMarket(_ folder: URL, bars: Int = 300) throws {
    let made = try Shell.run(
      "sf-ingest --synthetic --bars \(bars) > bars.jsonl && sf-ingest -q bars.jsonl --store market.db > /dev/null",
      in: folder)
    try #require(made.status == 0, "\(made.error)")
  }

  @Test(
    arguments: [
      ("sf-ingest nope.csv", "", 66),
      ("sf-ingest nope.csv", "--mode isolated", 66),
      ("sf-ingest {file}", "--set file=nope.csv", 66),
      ("sf-ingest --store nope.db", "", 66),
      // Of processes, what a shell says of them: the status of the last that failed.
      ("sf-ingest nope.csv | cat", "", 65),
    ])
  func `a file that is not there is said by each trial`(
    source: String, options: String, exit: Int
  ) throws {
    try SweepTool.withFolder { folder in
      let sweep =
        "sf-sweep --grid fast=5,10,20 \(options) --results r.jsonl '\(source) \(Self.rest)"
      for _ in 0..<2 {
        let result = try Shell.run(sweep, in: folder)
        #expect(result.status == 1)
        #expect(
          result.error.contains("error: trials that failed: 3 of 3, the first with fast=5"),
          "\(result.error)")
        let lines = try Shell.run("cat r.jsonl", in: folder).output.split(separator: "\n")
        #expect(lines.count == 3)
        for line in lines.map(String.init) {
          let trial = try SweepTool.object(line)
          #expect(trial["status"] as? String == "failed")
          #expect(trial["exit"] as? Int == exit)
          #expect((trial["error"] as? String)?.contains("'nope.") == true, "\(line)")
        }
      }
    }
  }

  @Test func `a file that has come makes other trials of them`() throws {
    try SweepTool.withFolder { folder in
      let sweep = "sf-sweep --grid fast=5,10 --results r.jsonl 'sf-ingest bars.jsonl \(Self.rest)"
      #expect(try Shell.run(sweep, in: folder).status == 1)
      try makeMarket(folder)
      let result = try Shell.run(sweep, in: folder)
      #expect(result.status == 0, "\(result.error)")
      let done = try Shell.run("grep -c '\"status\":\"done\"' r.jsonl", in: folder)
      #expect(done.output == "2\n")
    }
  }

  @Test func `ids follow the bytes of a store, wherever it is named`() throws {
    try SweepTool.withFolder { folder in
      try makeMarket(folder)
      try Data("ingest:\n  store: market.db\n".utf8)
        .write(to: folder.appendingPathComponent("market.yaml"))
      let ways: [(source: String, options: String, environment: [String: String])] = [
        ("sf-ingest --store market.db", "", [:]), ("sf-ingest --store=market.db", "", [:]),
        ("sf-ingest --store sqlite:market.db", "", [:]),
        ("sf-ingest --store {store}.db", "--set store=market", [:]),
        ("sf-ingest", "--config market.yaml", [:]),
        ("sf-ingest", "", ["SF_INGEST_STORE": "market.db"]),
      ]
      func all() throws -> [[String]] {
        try ways.map {
          try ids($0.source, in: folder, options: $0.options, environment: $0.environment)
        }
      }
      let before = try all()
      #expect(Set(before.joined()).count == 2 * ways.count)
      #expect(try all() == before)
      try makeMarket(folder, bars: 400)
      for (old, new) in zip(before, try all()) {
        #expect(Set(old).isDisjoint(with: new))
      }
    }
  }

  /// A writer commits to the log beside the file; readers see that at once.
  @Test(.enabled(if: SweepTool.hasPython("sqlite3"), "needs python3"))
  func `ids follow what is committed and not yet in the file`() throws {
    try SweepTool.withFolder { folder in
      try makeMarket(folder)
      let sweep =
        "sf-sweep -n --grid fast=5 'sf-ingest --store market.db \(Self.rest)"
      let writer = """
        import hashlib, sqlite3, subprocess, sys
        def file(): return hashlib.sha256(open("market.db", "rb").read()).digest()
        def trial(): return subprocess.run(sys.argv[1], shell=True, capture_output=True).stdout
        store = sqlite3.connect("market.db")
        store.execute("PRAGMA wal_autocheckpoint = 0")
        bytes, ids = file(), trial()
        store.execute("CREATE TABLE more (x)")
        store.commit()
        print(file() == bytes, len(ids) > 64, trial() != ids)
        """
      try Data(writer.utf8).write(to: folder.appendingPathComponent("writer.py"))
      let quoted = sweep.replacingOccurrences(of: "'", with: "'\\''")
      let result = try Shell.run("python3 writer.py '\(quoted)'", in: folder)
      #expect(result.output == "True True True\n", "\(result.error)")
    }
  }

  @Test func `ids follow files that trials name, and options of variables`() throws {
    try SweepTool.withFolder { folder in
      try makeMarket(folder)
      #expect(try Shell.run("cp bars.jsonl a.jsonl; cp bars.jsonl b.jsonl", in: folder).status == 0)
      func ids() throws -> [String] {
        let result = try Shell.run(
          "sf-sweep -n --grid file=a,b --set fast=5 'sf-ingest {file}.jsonl \(Self.rest)",
          in: folder)
        return result.output.split(separator: "\n").map { String($0.prefix(72)) }
      }
      let before = try ids()
      #expect(Set(before).count == 2)
      #expect(try Shell.run("tail -n 100 bars.jsonl >> b.jsonl", in: folder).status == 0)
      let after = try ids()
      #expect(after[0] == before[0] && after[1] != before[1])
      let fee = ["SF_STRATEGY_FEE": "0.002"]
      let plain = try self.ids("sf-ingest bars.jsonl", in: folder)
      #expect(try self.ids("sf-ingest bars.jsonl", in: folder, environment: fee) != plain)
    }
  }

  @Test(arguments: [
    ("ind.py", "python3 ind.py"), ("ind.py", "sh -c 'python3 ind.py'"), ("ind", "./ind"),
    ("data.csv", "python3 other.py --weights=data.csv"),
  ])
  func `ids follow programs of the user, and what they are told to read`(
    file: String, command: String
  ) throws {
    try SweepTool.withFolder { folder in
      let quoted = command.replacingOccurrences(of: "'", with: "'\\''")
      func ids() throws -> [String] {
        try self.ids("sf-ingest --synthetic | \(quoted)", in: folder)
      }
      #expect(try Shell.run("echo a > \(file); chmod +x \(file)", in: folder).status == 0)
      let before = try ids()
      #expect(try ids() == before)
      #expect(try Shell.run("echo b > \(file)", in: folder).status == 0)
      #expect(try Set(ids()).isDisjoint(with: before))
    }
  }

  @Test(arguments: ["--store postgres://me:secret@nowhere/market", "--store=postgresql:///{fast}"])
  func `a store that has no bytes is refused`(store: String) throws {
    let result = try Shell.run("sf-sweep --grid fast=5 'sf-ingest \(store) \(Self.rest)")
    #expect(result.status == 78 && result.output.isEmpty)
    #expect(result.error.contains("PostgreSQL") && result.error.contains("help: "))
    #expect(!result.error.contains("secret"))
  }
}
