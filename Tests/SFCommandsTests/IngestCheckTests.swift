import Foundation
import SFCore
import SFTestSupport
import Testing

/// `sf-ingest check` on files whose faults are known.
@Suite struct IngestCheckTests {
  /// Line and sort of each finding.
  private func findings(_ csv: String, _ options: String = "") throws -> [String] {
    let result = try Shell.run(
      "cat > X.csv; sf-ingest check X.csv --each --format json \(options)", input: csv)
    #expect(result.error == "")
    let list = try result.output.split(separator: "\n").map { line -> String in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return "\(object?["line"] as? Int ?? 0) \(object?["finding"] as? String ?? "")"
    }
    #expect(result.status == (list.isEmpty ? 0 : 1))
    return list
  }

  private func csv(_ bars: [(minute: Int, bar: Bar)]) -> String {
    "time,open,high,low,close,volume\n"
      + bars.map { minute, bar in
        "\(Timestamp(milliseconds: Int64(minute) * 60_000)),\(bar.open),\(bar.high),\(bar.low),"
          + "\(bar.close),\(bar.volume ?? 0)\n"
      }.joined()
  }

  /// A fault is put into a market without any; the finding is where it was put.
  @Test func `finds each fault where it was put, and nothing else`() throws {
    for seed in 0..<12 as Range<UInt64> {
      var bars = FeatureFixtures.walk(400, seed: seed).enumerated().map { minute, bar in
        var bar = bar
        bar.volume = 1
        return (minute: minute, bar: bar)
      }
      var expected: [Int: String] = [:]
      // From behind, so that a line's number stays; apart, so that no fault hides another.
      for (number, place) in stride(from: 380, through: 100, by: -20).enumerated() {
        let line = place + 2
        switch (number + Int(seed)) % 7 {
        case 0:
          bars[place].bar.low = 0
          expected[line] = "price"
        case 1:
          bars[place].bar.low = Price(units: bars[place].bar.high.units + 1)
          expected[line] = "high_low"
        case 2:
          bars[place].bar.volume = 0
          expected[line] = "no_volume"
        case 3:
          bars[place].bar.high = Price(units: bars[place].bar.high.units * 5)
          expected[line] = "spike"
        case 4:
          bars[place].bar.open = Price(units: bars[place].bar.high.units + 1)
          expected[line] = "high_low"
        case 5:
          bars[place].bar.volume = -1
          expected[line] = "volume"
        default: break
        }
      }
      let list = expected.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      #expect(try findings(csv(bars)) == list, "seed \(seed)")
    }
  }

  /// A table of many rows was asked for each of them what its columns are.
  @Test func `many symbols take no time by their square`() throws {
    let rows = (0..<20_000).map { "2024-01-02,S\($0),1,1,1,1,1\n" }
    let result = try Shell.run(
      "cat > X.csv; timeout 60 sf-ingest check X.csv | grep -c ' S'; echo ${PIPESTATUS[0]}",
      input: "date,symbol,open,high,low,close,volume\n" + rows.joined())
    #expect(result.output == "20000\n0\n", "\(result)")
  }

  @Test func `finds what is missing, twice, early or off the grid`() throws {
    func bar(_ price: Price) -> Bar {
      Bar(series: 0, open: price, high: 20, low: 5, close: price, volume: 1)
    }
    let minutes = Array(0..<20) + [20, 20, 20, 24, 23, 25, 26]
    var bars = minutes.map { (minute: $0, bar: bar(10)) }
    bars[22].bar = bar(11)
    var text = csv(bars)
    text += "1970-01-01 00:27:30,10,11,9.5,10,1\n"
    #expect(
      try findings(text) == [
        "23 duplicate", "24 conflict", "25 gap", "26 out_of_order", "29 wrong_interval",
      ])
    #expect(try findings(text, "--ignore gap,conflict,duplicate,out_of_order,wrong_interval") == [])
  }

  @Test func `finds prices that stand still`() throws {
    var bars = FeatureFixtures.walk(60, seed: 3)
    for place in 20..<32 { bars[place] = FeatureFixtures.flat(1, price: 100, volume: 1)[0] }
    for place in bars.indices { bars[place].volume = 1 }
    let rows = bars.enumerated().map { (minute: $0, bar: $1) }
    #expect(try findings(csv(rows), "--spike 1000") == ["22 stuck"])
    #expect(try findings(csv(rows), "--spike 1000 --stuck 13") == [])
  }

  /// The robust z-score of each bar from the whole window, by sorting.
  @Test func `spikes are those of the definition`() throws {
    let window = 50
    for seed in 0..<6 as Range<UInt64> {
      let bars = FeatureFixtures.walk(300, seed: seed).map { bar in
        var bar = bar
        bar.volume = 1
        return bar
      }
      func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      }
      var expected: [String] = []
      var returns: [Double] = []
      for (place, bar) in bars.enumerated().dropFirst() {
        let before = bars[place - 1].close.double
        let past = Array(returns.suffix(window))
        if past.count >= 30 {
          let center = median(past)
          let deviation = median(past.map { abs($0 - center) })
          let scale =
            deviation > 0
            ? 1.4826 * deviation
            : 1.2533 * past.map { abs($0 - center) }.reduce(0, +) / Double(past.count)
          let scores = [bar.high, bar.low, bar.close].map {
            abs(log($0.double / before) - center) / scale
          }
          if let worst = scores.max(), worst > 1.8 { expected.append("\(place + 2) spike") }
        }
        returns.append(log(bar.close.double / before))
      }
      let rows = bars.enumerated().map { (minute: $0, bar: $1) }
      #expect(!expected.isEmpty)
      #expect(
        try findings(csv(rows), "--spike 1.8 --window \(window) --ignore stuck") == expected,
        "seed \(seed)")
    }
  }

  @Test(.enabled(if: Shell.shared != nil, "needs ../shared"))
  func `real files have the gaps that are known, and nothing that cannot be`() throws {
    let folder = try #require(Shell.shared).appendingPathComponent("data").path
    let result = try Shell.run(
      """
      sf-ingest check '\(folder)'/klines-*/*.csv --format json |
        jq -r '.findings[] | "\\(.symbol) \\(.finding) \\(.count)"'
      """)
    // Outages of the exchange, the same in every file of hours; leaps are for whom they concern.
    let spikes = [
      ("ADAUSDT", 8),
      ("BTCUSDT", 8),
      ("DOGEUSDT", 22),
      ("DOTUSDT", 5),
      ("ETHUSDT", 5),
      ("LTCUSDT", 6),
      ("SOLUSDT", 3),
      ("TRXUSDT", 14),
      ("XRPUSDT", 16),
    ]
    let hours = spikes.flatMap { ["\($0) gap 7", "\($0) spike \($1)", "\($0) no_volume 2"] }
    #expect(
      result.output.split(separator: "\n").map(String.init) == hours + [
        "BTCPERP spike 3", "ADABTC gap 5", "DASHBTC gap 2", "TRXBTC gap 6",
      ], "\(result.output)")
  }
}
