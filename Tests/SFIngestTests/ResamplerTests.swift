import SFCore
import SFIngest
import SFTestSupport
import Testing

@Suite struct ResamplerTests {
  private static func interval(_ text: String) -> Interval {
    guard let interval = Interval(text) else { preconditionFailure("no interval: \(text)") }
    return interval
  }

  private static func options(
    _ intervals: String..., offset: Int64 = 0, partial: PartialRule? = nil
  ) -> IngestOptions {
    .with {
      $0.interval = .minute
      $0.resampling = Resampling(intervals.map(interval), offset: offset)
      $0.partial = partial
    }
  }

  private static let header = "symbol,time,open,high,low,close,volume\n"

  /// A minute of a symbol: open, close, and 1 around them.
  private func row(_ minute: Int, _ open: Int, _ close: Int, _ symbol: String = "A") -> String {
    "\(symbol),\(minute * 60),\(open),\(max(open, close) + 1),\(min(open, close) - 1),\(close),2\n"
  }

  private func lines(_ rows: [String], _ options: IngestOptions) throws -> [String] {
    try Reading.of(Self.header + rows.joined(), options).lines
      .map { $0.replacing("1970-01-01T", with: "").replacing(":00.000Z", with: "") }
  }

  @Test func `five minutes hold the first, the extremes, the last and the sum`() throws {
    let rows = [(10, 12), (12, 20), (20, 5), (5, 7), (7, 8)].enumerated().map {
      row($0, $1.0, $1.1)
    }
    #expect(try lines(rows, Self.options("5m")) == ["00:05 A 5m 10.0 21.0 4.0 8.0 v10.0"])
    #expect(
      try lines(rows, Self.options("1m", "5m")).suffix(2) == [
        "00:05 A 1m 7.0 9.0 6.0 8.0 v2.0", "00:05 A 5m 10.0 21.0 4.0 8.0 v10.0",
      ])
  }

  /// The bars of 00:03 to 00:08 are missing: the first bin closes at 00:05 all the same, in a step of
  /// its own, since nothing else happened then.
  @Test func `a bar closes at its boundary though its last parts are missing`() throws {
    let rows = [0, 1, 2, 8, 9, 10].map { row($0, 10, 10) }
    #expect(
      try lines(rows, Self.options("1m", "5m")) == [
        "00:01 A 1m 10.0 11.0 9.0 10.0 v2.0", "00:02 A 1m 10.0 11.0 9.0 10.0 v2.0",
        "00:03 A 1m 10.0 11.0 9.0 10.0 v2.0", "00:05 A 5m 10.0 11.0 9.0 10.0 v6.0",
        "gap 00:04 00:08 5", "00:09 A 1m 10.0 11.0 9.0 10.0 v2.0",
        "00:10 A 1m 10.0 11.0 9.0 10.0 v2.0", "00:10 A 5m 10.0 11.0 9.0 10.0 v4.0",
        "00:11 A 1m 10.0 11.0 9.0 10.0 v2.0",
      ])
  }

  @Test func `whole bars that are missing make a gap of the longer series`() throws {
    let rows = ([0, 1, 2, 3, 4] + Array(20..<25)).map { row($0, 10, 10) }
    #expect(
      try lines(rows, Self.options("5m")) == [
        "00:05 A 5m 10.0 11.0 9.0 10.0 v10.0", "gap 00:10 00:20 3",
        "00:25 A 5m 10.0 11.0 9.0 10.0 v10.0",
      ])
  }

  @Test func `what the input covers in part is left out and counted, or marked`() throws {
    let rows = (2..<12).map { row($0, 10, 10) }
    let dropped = try Reading.of(Self.header + rows.joined(), Self.options("5m"))
    #expect(dropped.lines.count == 1 && dropped.notes == [.partial(2)])
    let marked = Self.options("5m", partial: .mark)
    #expect(
      try lines(rows, marked) == [
        "00:05 A 5m 10.0 11.0 9.0 10.0 v6.0 partial=1.0", "00:10 A 5m 10.0 11.0 9.0 10.0 v10.0",
        "00:15 A 5m 10.0 11.0 9.0 10.0 v4.0 partial=1.0",
      ])
  }

  @Test func `a day may begin at another time than midnight`() throws {
    let rows = (0..<3_000).map { row($0, 10, 10) }
    let days = try Reading.of(
      Self.header + rows.joined(), Self.options("1d", offset: -7 * 3_600_000))
    #expect(days.lines == ["1970-01-02T17:00:00.000Z A 1d 10.0 11.0 9.0 10.0 v2880.0"])
  }

  @Test(arguments: [
    (
      "5m", "1h", 0, "time,open,high,low,close\n300,1,1,1,1\n",
      "--resample: found bars of 1h (X), of which no bar of 5m can be made, expected bars of a "
        + "whole part of it"
    ),
    (
      "1h", "5m", 0, "time,open,high,low,close\n120,1,1,1,1\n",
      "--resample: found a bar of X 5m that opens at 1970-01-01T00:02:00.000Z, which lies in two "
        + "bars of 1h, expected a start at a whole number of its lengths"
    ),
    (
      "1h", "30m", 900_000, "time,open,high,low,close\n0,1,1,1,1\n",
      "--resample: found a bar of X 30m that opens at 1970-01-01T00:00:00.000Z, which lies in two "
        + "bars of 1h, expected a start at a whole number of its lengths"
    ),
  ])
  func `refuses what no longer bar holds`(
    interval: String, base: String, offset: Int64, text: String, message: String
  ) {
    var options = Self.options(interval, offset: offset)
    options.interval = Self.interval(base)
    #expect(throws: StageError.self) {
      do { _ = try Reading.of(text, options) } catch let error as StageError {
        #expect(error.message == message && error.exitStatus == .configuration)
        throw error
      }
    }
  }

  @Test func `refuses two series of which each would give the same bars`() {
    let (minutes, hours) = (
      ("A-1m.csv", "time,open,high,low,close\n0,1,1,1,1\n60,1,1,1,1\n"),
      ("A-1h.csv", "time,open,high,low,close\n0,1,1,1,1\n3600,1,1,1,1\n")
    )
    var options = Self.options("1h")
    options.interval = nil
    #expect(throws: StageError.self) { try Reading.of([minutes, hours], options) }
  }

  // MARK: The slow and obvious definition

  private struct Minute {
    let symbol: String
    let open: Int64
    let bar: Bar
  }

  /// All bars that open in a bin, for every bin that is there.
  private func expected(
    _ minutes: [Minute], _ resampling: Resampling, _ partial: PartialRule
  ) -> [String] {
    let end = minutes.map { $0.open + 60_000 }.max() ?? 0
    var found: [(ts: Int64, symbol: String, length: Int64, lines: [String])] = []
    for symbol in Set(minutes.map(\.symbol)) {
      let own = minutes.filter { $0.symbol == symbol }
      for interval in resampling.intervals {
        guard let length = interval.milliseconds else { continue }
        let bins = Dictionary(grouping: own) {
          interval == .minute
            ? $0.open
            : (($0.open - resampling.offset).floored(by: length)) * length
              + resampling.offset
        }
        var last: Int64?
        for (open, parts) in bins.sorted(by: { $0.key < $1.key }) {
          let ts = open + length
          let isPartial = own[0].open > open || ts > end
          if isPartial, partial == .drop { continue }
          var lines: [String] = []
          if let last, ts - last > length {
            let (from, to) = (
              Timestamp(milliseconds: last + length), Timestamp(milliseconds: ts - length)
            )
            lines.append("gap \(from) \(to) \((ts - last) / length - 1)")
          }
          last = ts
          let bars = parts.map(\.bar)
          let volume = bars.map { $0.volume ?? .nan }.reduce(0, +)
          let (high, low) = (bars.map(\.high).max() ?? 0, bars.map(\.low).min() ?? 0)
          lines.append(
            "\(Timestamp(milliseconds: ts)) \(symbol) \(interval) \(bars[0].open) \(high) \(low) "
              + "\(bars[bars.count - 1].close) v\(volume)" + (isPartial ? " partial=1.0" : ""))
          found.append((ts, symbol, length, lines))
        }
      }
    }
    return found.sorted { ($0.ts, $0.symbol, $0.length) < ($1.ts, $1.symbol, $1.length) }
      .flatMap(\.lines)
  }

  @Test func `agrees with the definition on random walks with gaps`() throws {
    for seed in 0..<300 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var minutes: [Minute] = []
      for symbol in ["A", "B", "C"].prefix(Int.random(in: 1...3, using: &random)) {
        let start = Int64.random(in: -90...90, using: &random)
        let density = Int.random(in: 1...9, using: &random)
        for (place, bar) in FeatureFixtures.walk(200, seed: seed ^ 7).enumerated()
        where Int.random(in: 0..<10, using: &random) < density {
          // Volumes that add exactly, in any order.
          var bar = bar
          bar.volume = Double(Int.random(in: 0..<1_000, using: &random)) / 8
          minutes.append(Minute(symbol: symbol, open: (start + Int64(place)) * 60_000, bar: bar))
        }
      }
      let names = ["1m", "3m", "5m", "30m", "1h"].filter { _ in Bool.random(using: &random) }
      if names.isEmpty || minutes.isEmpty { continue }
      let resampling = Resampling(
        names.map(Self.interval), offset: Int64.random(in: -100...100, using: &random) * 60_000)
      let partial = Bool.random(using: &random) ? PartialRule.mark : .drop
      let options = IngestOptions.with {
        $0.interval = .minute
        $0.resampling = resampling
        $0.partial = partial
      }
      let text = minutes.sorted { $0.open < $1.open }.map { minute in
        let bar = minute.bar
        return "\(minute.symbol),\(minute.open),\(bar.open),\(bar.high),\(bar.low),\(bar.close),"
          + "\(bar.volume ?? 0)\n"
      }
      // Beyond ten digits a number is taken as milliseconds: text is unmistakable.
      let rows = text.map { line -> String in
        var parts = line.split(separator: ",", maxSplits: 2).map(String.init)
        parts[1] = Timestamp(milliseconds: Int64(parts[1]) ?? 0).description
        return parts.joined(separator: ",")
      }
      let reading = try Reading.of(Self.header + rows.joined(), options)
      #expect(reading.lines == expected(minutes, resampling, partial), "seed \(seed)")
    }
  }
}
