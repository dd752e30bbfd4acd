import SFCore
import SFIngest
import SFTestSupport
import Testing

@Suite struct MergeTests {
  private static let header = "time,symbol,open,high,low,close\n"

  private struct Row: Hashable {
    let minute: Int
    let symbol: String
    let price: Int

    var text: String {
      "\(1_609_459_200 + 60 * minute),\(symbol),\(price),\(price),\(price),\(price)\n"
    }
  }

  /// What the merge must make of rows: each row once, by time, then symbol, and what is missing
  /// between two rows of a symbol as a gap.
  private func oracle(_ rows: [Row]) -> [String] {
    func time(_ minute: Int) -> Timestamp {
      Timestamp(milliseconds: (1_609_459_200 + 60 * Int64(minute)) * 1_000)
    }
    let sorted = Set(rows).sorted { ($0.minute, $0.symbol) < ($1.minute, $1.symbol) }
    return sorted.flatMap { row -> [String] in
      let price = Price(integerLiteral: Int64(row.price))
      let bar =
        "\(time(row.minute + 1)) \(row.symbol) 1m \(price) \(price) \(price) \(price)"
      let before = sorted.filter { $0.symbol == row.symbol && $0.minute < row.minute }
      guard let last = before.map(\.minute).max(), row.minute - last > 1 else { return [bar] }
      return ["gap \(time(last + 2)) \(time(row.minute)) \(row.minute - last - 1)", bar]
    }
  }

  @Test func `agrees with a slow merge on random files`() throws {
    for seed in 0..<300 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let symbols = ["A", "B", "AB", "Z.1"].prefix(Int.random(in: 1...4, using: &random))
      var rows: [Row] = []
      for minute in 0..<Int.random(in: 1...30, using: &random) {
        for symbol in symbols where Int.random(in: 0..<4, using: &random) > 0 {
          rows.append(Row(minute: minute, symbol: symbol, price: 1 + minute * 7 % 13))
        }
      }
      if rows.isEmpty { continue }
      // Each row goes to one file or two, and may stand there twice.
      let count = Int.random(in: 1...5, using: &random)
      var files = [[Row]](repeating: [], count: count)
      for row in rows.shuffled(using: &random) {
        for _ in 0..<Int.random(in: 1...2, using: &random) {
          files[Int.random(in: 0..<count, using: &random)].append(row)
        }
      }
      let isSorted = seed % 2 == 0
      if isSorted { files = files.map { $0.sorted { $0.minute < $1.minute } } }
      let texts = files.enumerated().map {
        (name: "\($0).csv", text: Self.header + $1.map(\.text).joined())
      }
      let options = IngestOptions.with {
        $0.interval = .minute
        $0.sorts = !isSorted
      }
      let reading = try Reading.of(texts, options, piece: 64 + Int(seed))
      #expect(reading.lines == oracle(rows), "seed \(seed)")
      let doubled = files.map(\.count).reduce(0, +) - rows.count
      let counted = reading.notes.compactMap { note -> Int? in
        if case .duplicates(let count) = note { return count }
        return nil
      }
      #expect(counted.reduce(0, +) == doubled, "seed \(seed)")
    }
  }

  private static let one = ("1.csv", header + Row(minute: 0, symbol: "A", price: 1).text)
  private static let other = ("2.csv", header + Row(minute: 0, symbol: "A", price: 2).text)

  @Test func `bars that disagree are an error, or one of them is kept`() throws {
    #expect(
      Reading.error([Self.one, Self.other], .minutes)
        == "2.csv:2:1: found another bar of A 1m at 2021-01-01T00:01:00.000Z than 1.csv:2, "
        + "expected the same")
    for (rule, price) in [(ConflictRule.first, "1.0"), (.last, "2.0")] {
      let options = IngestOptions.with { ($0.interval, $0.onConflict) = (.minute, rule) }
      let bar = "2021-01-01T00:01:00.000Z A 1m \(price) \(price) \(price) \(price)"
      #expect(try Reading.of([Self.one, Self.other], options).lines == [bar])
    }
    let skipping = IngestOptions.with { ($0.interval, $0.skippable) = (.minute, 1) }
    #expect(try Reading.of([Self.one, Self.other], skipping).lines.count == 1)
  }

  @Test func `a bar with a volume disagrees with one without`() {
    let plain = ("X.csv", "time,open,high,low,close\n60,1,1,1,1\n")
    let full = ("X.csv", "time,open,high,low,close,volume\n60,1,1,1,1,1\n")
    #expect(Reading.error([plain, full], .minutes).contains("found another bar of X"))
  }

  // MARK: Order

  private func rows(_ times: String...) -> String {
    "time,open,high,low,close\n" + times.map { "2021-01-01 \($0),1,1,1,1\n" }.joined()
  }

  @Test func `rows out of order are an error that names both`() throws {
    let text = rows("00:00", "00:02", "00:01", "00:03")
    #expect(
      Reading.error(text, .minutes)
        == "4:1: found 2021-01-01T00:01:00.000Z behind 2021-01-01T00:02:00.000Z of line 3, "
        + "expected rows in order of time")
    let skipping = IngestOptions.with { ($0.interval, $0.skippable) = (.minute, 1) }
    #expect(try Reading.of(text, skipping).lines.filter { !$0.hasPrefix("gap") }.count == 3)
    let sorting = IngestOptions.with { $0.sorts = true }
    #expect(try Reading.of(text, sorting).lines.count == 4)
  }

  // MARK: Intervals

  @Test func `tells the interval from the first two rows of a symbol`() throws {
    let reading = try Reading.of(rows("00:00", "00:00", "00:15", "00:45"))
    #expect(reading.lines.last?.hasPrefix("2021-01-01T01:00:00.000Z X 15m") == true)
    #expect(
      reading.notes == [
        .interval(file: "X.csv", symbol: "X", interval: Interval("15m")!), .duplicates(1),
      ])
    // B begins between the first rows of A; its bars wait for nothing but their own second row.
    let two = Self.header + "0,B,1,1,1,1\n0,A,1,1,1,1\n60,A,1,1,1,1\n60,B,1,1,1,1\n"
    #expect(
      try Reading.of(two).lines.map { $0.dropFirst(11).prefix(17) } == [
        "00:01:00.000Z A 1", "00:01:00.000Z B 1", "00:02:00.000Z A 1", "00:02:00.000Z B 1",
      ])
  }

  @Test(
    arguments: [
      (["00:00"], "2:1: found one row of X, expected two to tell its interval"),
      (["00:00", "00:00"], "2:1: found one row of X, expected two to tell its interval"),
      (
        ["00:00:00.0", "00:00:01.5"],
        "3:1: found 1500 milliseconds between the first two rows of X, expected an interval: "
          + Interval.rule
      ),
      (
        ["00:00", "00:05", "00:06"],
        "4:1: found 1m since the last bar of X, expected a multiple of its interval 5m"
      ),
      (
        ["00:00", "00:05", "00:12"],
        "4:1: found 7m since the last bar of X, expected a multiple of its interval 5m"
      ),
    ])
  func `refuses times that are no interval`(times: [String], expected: String) {
    let text = "time,open,high,low,close\n" + times.map { "2021-01-01 \($0),1,1,1,1\n" }.joined()
    #expect(Reading.error(text) == expected)
  }

  @Test func `refuses two intervals in a file`() {
    let text = Self.header + "0,A,1,1,1,1\n0,B,1,1,1,1\n60,A,1,1,1,1\n300,B,1,1,1,1\n"
    #expect(
      Reading.error(text)
        == "5:1: found 5m between the first two rows of B, expected 1m as for A")
  }

  @Test func `bars of several intervals stand by length`() throws {
    let minutes = ("A-1m.csv", "time,open,high,low,close\n240,1,1,1,1\n300,1,1,1,1\n")
    let fives = ("A-5m.csv", "time,open,high,low,close\n0,1,1,1,1\n300,1,1,1,1\n")
    #expect(
      try Reading.of([fives, minutes]).lines.map { $0.dropFirst(11).prefix(18) } == [
        "00:05:00.000Z A 1m", "00:05:00.000Z A 5m", "00:06:00.000Z A 1m", "00:10:00.000Z A 5m",
      ])
  }

  // MARK: Filters

  @Test func `bounds are of the open time, the last exclusive`() throws {
    let options = IngestOptions.with {
      $0.interval = .minute
      $0.from = "2021-01-01T00:01:00.000Z"
      $0.to = "2021-01-01T00:03:00.000Z"
    }
    let reading = try Reading.of(rows("00:00", "00:01", "00:02", "00:03"), options)
    #expect(reading.lines.map { $0.prefix(16) } == ["2021-01-01T00:02", "2021-01-01T00:03"])
  }

  @Test func `keeps the symbols that are asked for and says which are missing`() throws {
    let options = IngestOptions.with {
      $0.interval = .minute
      $0.symbols = ["B", "C"]
    }
    let text = Self.header + "0,A,1,1,1,1\n0,B,1,1,1,1\n"
    let reading = try Reading.of(text, options)
    #expect(reading.lines.count == 1)
    #expect(reading.notes == [.absent("C")])
    let none = try Reading.of(Self.header + "0,A,1,1,1,1\n", options)
    #expect(none.notes == [.noBars(file: "X.csv"), .absent("B"), .absent("C")])
  }
}
