import SFCore
import SFIngest
import SFTestSupport
import Testing

/// What is made of bars that cannot be and bars that are missing.
@Suite struct RepairTests {
  private struct Row {
    var minute: Int
    var prices: [Int64]
    var volume: Int

    /// Whether the bar can be.
    var isGood: Bool { prices.allSatisfy { $0 > 0 } && prices[1] >= prices[2] && volume >= 0 }

    var text: String {
      let prices = prices.map { "\(Price(units: $0))" }.joined(separator: ",")
      return "\(Timestamp(milliseconds: Int64(minute) * 60_000)),\(prices),\(volume)\n"
    }

    func line(_ more: String = "") -> String {
      let prices = prices.map { "\(Price(units: $0))" }.joined(separator: " ")
      return "\(Timestamp(milliseconds: Int64(minute + 1) * 60_000)) X 1m \(prices)"
        + " v\(Double(volume))" + more
    }
  }

  private func options(_ rule: RepairRule, limit: Int, sorts: Bool = false) -> IngestOptions {
    .with {
      ($0.interval, $0.repair, $0.repairLimit, $0.sorts) = (.minute, rule, limit, sorts)
    }
  }

  /// Good bars, and between two of them what the rule makes, the slow and obvious way.
  private func expected(_ rows: [Row], _ rule: RepairRule, _ limit: Int) -> (
    lines: [String], counts: RepairCounts
  ) {
    var counts = RepairCounts()
    let good = rows.filter(\.isGood)
    counts.bad = rows.count - good.count
    var lines: [String] = []
    for (place, row) in good.enumerated() {
      if place > 0 {
        let before = good[place - 1]
        let missing = row.minute - before.minute - 1
        if missing > 0, rule == .drop || missing > limit {
          let (from, to) = (before.minute + 2, row.minute)
          lines.append(
            "gap \(Timestamp(milliseconds: Int64(from) * 60_000)) "
              + "\(Timestamp(milliseconds: Int64(to) * 60_000)) \(missing)")
          if rule != .drop { counts.tooLong += 1 }
        } else {
          for step in 0..<missing {
            let share = Double(step + 1) / Double(missing + 1)
            let prices = (0..<4).map { price -> Int64 in
              guard rule == .interpolate else { return before.prices[3] }
              let (a, b) = (Double(before.prices[price]), Double(row.prices[price]))
              return Int64((a + (b - a) * share).rounded())
            }
            let made = Row(minute: before.minute + step + 1, prices: prices, volume: 0)
            lines.append(made.line(" repaired=1.0"))
            counts.made += 1
          }
        }
      }
      lines.append(row.line())
    }
    return (lines, counts)
  }

  private func randomRows(_ random: inout SeededGenerator) -> [Row] {
    var rows: [Row] = []
    var minute = 0
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      minute +=
        Int.random(in: 0...9, using: &random) < 7 ? 1 : Int.random(in: 2...9, using: &random)
      // Multiples of 2520 units are divided by anything up to ten without a rest.
      let price = Int64.random(in: 1_000...1_100, using: &random) * 252_000
      var row = Row(
        minute: minute, prices: [price, price + 252_000 * 8, price - 252_000 * 8, price + 252_000],
        volume: Int.random(in: 0...9, using: &random))
      switch Int.random(in: 0..<12, using: &random) {
      case 0: row.prices[Int.random(in: 0..<4, using: &random)] = 0
      case 1: row.prices.swapAt(1, 2)
      case 2: row.volume = -1
      case 3: row.prices[2] = -5_000_000
      default: break
      }
      rows.append(row)
    }
    return rows
  }

  @Test(arguments: RepairRule.allCases, [false, true])
  func `agrees with the definition on random bars`(rule: RepairRule, sorts: Bool) throws {
    for seed in 0..<300 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let rows = randomRows(&random)
      let limit = Int.random(in: 1...9, using: &random)
      let (lines, counts) = expected(rows, rule, limit)
      let given = sorts ? rows.shuffled(using: &random) : rows
      let reading = try Reading.of(
        "time,open,high,low,close,volume\n" + given.map(\.text).joined(),
        options(rule, limit: limit, sorts: sorts))
      #expect(reading.lines == lines, "seed \(seed)")
      let notes = reading.notes.filter { if case .repaired = $0 { true } else { false } }
      #expect(notes == (counts == RepairCounts() ? [] : [.repaired(counts)]), "seed \(seed)")
    }
  }

  @Test func `is never done unasked`() {
    let text = "time,open,high,low,close\n0,1,1,1,1\n60,0,1,1,1\n"
    #expect(
      Reading.error(text, .minutes) == "3:4: found '0', expected a price above 0 in 'open'")
  }

  /// What files have where there is no price, or one that cannot be.
  @Test(
    arguments: [
      "", "NaN", "null", "#N/A", "#N/A N/A", "n.a.", "--", "inf", "-Infinity", "#DIV/0!", "-", "0",
      "∞", ".",
    ])
  func `a row without a price is left out`(price: String) throws {
    let text =
      "time,open,high,low,close,volume\n0,1,1,1,1,1\n60,1,1,1,\(price),1\n120,1,1,1,1,1\n"
    let reading = try Reading.of(text, options(.drop, limit: 60))
    #expect(reading.lines.filter { !$0.hasPrefix("gap") }.count == 2)
    var counts = RepairCounts()
    counts.bad = 1
    #expect(reading.notes.contains(.repaired(counts)))
  }

  @Test func `a volume that is infinite is none`() throws {
    let text = "time,open,high,low,close,volume\n0,1,1,1,1,1\n60,1,1,1,1,inf\n120,1,1,1,1,#N/A\n"
    #expect(
      try Reading.of(text, options(.drop, limit: 60)).lines.filter { !$0.hasPrefix("gap") } == [
        "1970-01-01T00:01:00.000Z X 1m 1.0 1.0 1.0 1.0 v1.0",
        "1970-01-01T00:03:00.000Z X 1m 1.0 1.0 1.0 1.0",
      ])
  }

  @Test func `a line whose price is null is left out`() throws {
    func bar(_ minute: Int, _ close: String) -> String {
      "{\"type\":\"bar\",\"ts\":\"1970-01-01T00:0\(minute):00.000Z\",\"symbol\":\"X\","
        + "\"interval\":\"1m\",\"open\":1.0,\"high\":1.0,\"low\":1.0,\"close\":\(close)}\n"
    }
    let text = bar(1, "1.0") + bar(2, "null") + bar(3, "1.0")
    #expect(
      try Reading.of(text, options(.forwardFill, limit: 60)).lines == [
        "1970-01-01T00:01:00.000Z X 1m 1.0 1.0 1.0 1.0",
        "1970-01-01T00:02:00.000Z X 1m 1.0 1.0 1.0 1.0 repaired=1.0",
        "1970-01-01T00:03:00.000Z X 1m 1.0 1.0 1.0 1.0",
      ])
    #expect(Reading.error(text, .minutes).hasPrefix("2:"))
  }

  @Test func `a row that goes back is an error with it, too`() {
    let text = "time,open,high,low,close\n0,1,1,1,1\n240,1,1,1,1\n120,1,1,1,1\n"
    #expect(
      Reading.error(text, options(.forwardFill, limit: 60)).hasPrefix(
        "4:1: found 1970-01-01T00:02:00.000Z behind 1970-01-01T00:04:00.000Z of line 3"))
  }

  @Test func `of two symbols in a file nothing is made up unless it is in memory`() throws {
    let text =
      "symbol,time,open,high,low,close\nA,0,1,1,1,1\nB,0,2,2,2,2\nB,60,2,2,2,2\nA,120,1,1,1,1\n"
    #expect(
      Reading.error(text, options(.forwardFill, limit: 60))
        == "3:3: found B beside A, expected one symbol in a file whose missing bars are made up")
    let sorted = try Reading.of(text, options(.forwardFill, limit: 60, sorts: true))
    #expect(sorted.lines.filter { $0.hasSuffix("repaired=1.0") }.count == 1)
    #expect(try Reading.of(text, options(.drop, limit: 60)).lines.count == 5)
  }
}
