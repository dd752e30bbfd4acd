import Foundation
import SFCheck
import SFCommands
import SFCore
import SFDetect
import SFFeatures
import SFLabel
import SFRun
import SFTestSupport
import SFTool
import SFWire
import Testing

/// Nothing in the catalogs looks ahead, and what does is found.
@Suite struct LookaheadTests {
  /// Bars of two symbols with a further market field, which some detectors read.
  static let market: String = {
    let walks = [FeatureFixtures.walk(420, seed: 21), FeatureFixtures.walk(420, seed: 22)]
    let plain = FeatureFixtures.stream([("AAA", walks[0]), ("BBB", walks[1])])
    return plain.split(separator: "\n").enumerated().map { index, line in
      guard line.hasPrefix("{\"type\":\"bar\"") else { return line + "\n" }
      return line.dropLast() + ",\"funding_rate\":\(index / 60 % 2 == 0 ? 0.01 : -0.01)}\n"
    }.joined()
  }()

  private func report(_ links: [Chain.Link], cuts: Int = 7) throws -> LookaheadCheck.Report {
    let stream = try StreamSteps(WireSource(MemorySource(Self.market)))
    return try LookaheadCheck(stream) { input in
      Array(try InMemory.run(String(decoding: input, as: UTF8.self), links).utf8)
    }.report(cuts: .some(cuts), memory: 3)
  }

  private func link(_ command: (some StageCommand).Type, _ arguments: [String]) throws -> Chain.Link
  {
    try command.parse(arguments).makeLink(InMemory.log)
  }

  /// A spec of each kind: its defaults, or the least that it must be told.
  static let features = featureCatalog.members.map { member in
    switch member.kind {
    case "expr": "spread=expr:(high - low) / lag(close, 1)"
    case "lag": "lag:2(close)"
    case "beta_to", "correlation_to": "\(member.kind):symbol=BBB"
    case "breadth", "market_mean", "market_rank", "market_zscore": "\(member.kind)(rsi:14)"
    default: member.kind
    }
  }

  @Test(arguments: features)
  func `no feature looks ahead`(spec: String) throws {
    let report = try report([link(FeaturesCommand.self, [spec])])
    #expect(report.lookahead == nil && !report.isRandom)
    #expect(!report.warmUps.isEmpty)
  }

  /// A spec of each kind: its defaults, or the least that it must be told.
  static let detectors = detectorCatalog.members.map { member in
    switch member.kind {
    case "threshold": "threshold:close,above=100,direction=rise"
    case "expression": "own=expression:rise=close > highest(lag(high, 1), 3),fall=close < 95"
    default: member.kind
    }
  }

  @Test(arguments: detectors)
  func `no detector looks ahead`(spec: String) throws {
    let needs = try Shell.run(
      "sf-detect \"$SF_TEST_SPEC\" --print-features", environment: ["SF_TEST_SPEC": spec])
    #expect(needs.status == 0, "\(needs.error)")
    let features = needs.output.split(whereSeparator: \.isWhitespace).map(String.init)
    let before = features.isEmpty ? [] : [try link(FeaturesCommand.self, features)]
    let report = try report(before + [link(DetectCommand.self, [spec])])
    #expect(report.lookahead == nil && !report.isRandom)
  }

  /// Labels tell the future, but not before it has come.
  @Test(arguments: labelerCatalog.members.map { $0.kind })
  func `no label is written before it is known`(kind: String) throws {
    let report = try report([link(LabelCommand.self, [kind])])
    #expect(report.lookahead == nil && !report.isRandom)
  }

  @Test func `a strategy does not look ahead`() throws {
    let report = try report(
      [
        link(FeaturesCommand.self, ["sma:3", "sma:8"]), link(DetectCommand.self, ["sma_cross:3,8"]),
        link(StrategyCommand.self, ["--exit", "tp_sl:0.02,0.01", "--allow-short"]),
      ], cuts: 20)
    #expect(report.lookahead == nil && !report.isRandom)
  }

  @Test func `says how long a stage remembers`() throws {
    let report = try report([link(FeaturesCommand.self, ["sma:20", "ema:5", "obv"])])
    let warmUps = Dictionary(uniqueKeysWithValues: report.warmUps.map { ($0.subject, $0) })
    #expect(warmUps["sma_20"] == WarmUp(subject: "sma_20", same: 20, near: 20))
    #expect(warmUps["obv"] == WarmUp(subject: "obv", same: nil, near: nil))
    // Its weights fall by a third a bar: 1e-9 of the largest after some fifty bars.
    let near = try #require(warmUps["ema_5"]?.near)
    #expect((35...60).contains(near) && warmUps["ema_5"]?.same ?? .max > near)
  }

  @Test func `finds one line too early, and how early`() throws {
    let stream = try StreamSteps(WireSource(MemorySource(Self.market)))
    // Writes behind every third mark how many bars come in the whole stream.
    let check = LookaheadCheck(stream) { input in
      let lines = String(decoding: input, as: UTF8.self).split(separator: "\n")
      let count = lines.count { $0.hasPrefix("{\"type\":\"bar\"") }
      var marks = 0
      return lines.flatMap { line -> [UInt8] in
        guard line.hasPrefix("{\"type\":\"mark\"") else { return Array(line.utf8) + [10] }
        marks += 1
        let own = marks == 300 ? "{\"type\":\"x_count\",\"n\":\(count)}\n" : ""
        return Array((own + line + "\n").utf8)
      }
    }
    let found = try #require(try check.report(cuts: .some(20)).lookahead)
    #expect(found.ts == stream.marks[299] && found.prefix?.contains("x_count") == true)
    #expect(found.whole == "{\"type\":\"x_count\",\"n\":840}" && found.bars > 100)
  }

  /// The lines of marks, by their number in the whole.
  static let numbers: [Substring: Int] = Dictionary(
    uniqueKeysWithValues: market.split(separator: "\n").filter {
      $0.hasPrefix("{\"type\":\"mark\"")
    }.enumerated().map { ($1, $0) })

  /// Repeats lines, with a column of the close and the minute of its bar behind each; of the next where
  /// `isCheat` holds for the number of the mark. The sum is what never forgets.
  private func cheat(_ input: [UInt8], sums: Bool = false, _ isCheat: (Int) -> Bool) -> [UInt8] {
    let lines = String(decoding: input, as: UTF8.self).split(separator: "\n")
    let bars = lines.filter { $0.hasPrefix("{\"type\":\"bar\"") && $0.contains("AAA") }
    let closes = bars.map { bar in
      let close = bar.split(separator: "\"close\":")[1].prefix { "0123456789.".contains($0) }
      let time = bar.split(separator: "\"ts\":\"")[1].dropFirst(11)
      return (Double(close) ?? 0) + 60 * (Double(time.prefix(2)) ?? 0)
        + (Double(time.dropFirst(3).prefix(2)) ?? 0)
    }
    var (mark, sum, output) = (0, 0.0, "")
    for line in lines {
      if let number = Self.numbers[line] {
        let seen = isCheat(number) ? min(mark + 1, closes.count - 1) : mark
        sum = sums ? sum + closes[mark] : 0
        output += "{\"type\":\"x_close\",\"n\":\(sum + closes[seen])}\n"
        mark += 1
      }
      output += line + "\n"
    }
    return Array(output.utf8)
  }

  private func rare(
    sums: Bool, _ cuts: LookaheadCheck.Cuts, _ isCheat: @escaping (Int) -> Bool
  ) throws -> LookaheadCheck.Report {
    let stream = try StreamSteps(WireSource(MemorySource(Self.market)))
    return try LookaheadCheck(stream) { cheat($0, sums: sums, isCheat) }.report(cuts: cuts)
  }

  /// Once, at any of the 420 marks but the last, which has no next bar.
  @Test(arguments: [0, 1, 67, 211, 300, 418])
  func `finds what looks one bar ahead at one mark`(mark: Int) throws {
    let report = try rare(sums: false, .some(nil)) { $0 == mark }
    #expect(report.lookahead?.bars == 1)
    let coverage = try #require(report.coverage)
    #expect(coverage.marks == 419 && coverage.left == 419 && coverage.beyond.isEmpty)
    #expect(coverage.cut < 30)
  }

  @Test func `finds what never forgets and looks ahead at one mark of 200`() throws {
    let report = try rare(sums: true, .some(nil)) { $0 % 200 == 57 }
    #expect(report.lookahead?.bars == 1)
    #expect(report.coverage?.beyond == ["x_close"] && report.coverage?.left == 0)
    #expect(try rare(sums: true, .some(5)) { $0 == 77 }.lookahead == nil)
    let all = try rare(sums: true, .all) { $0 == 77 }
    #expect(all.lookahead?.bars == 1 && all.coverage?.cut == 419)
  }
}
