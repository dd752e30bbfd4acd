import Foundation
import SFCore
import SFDetect
import SFTestSupport
import Testing
import SFRun

/// Market-wide detectors: closes of several symbols, one mark after another.
@Suite struct MarketTests {
  /// Each list has the closes of a symbol, `nil` where it has no bar; the direction and strength
  /// said at each mark.
  private func run(
    _ spec: String, _ closes: [[Double?]], resumed: Bool = false
  ) throws -> [(direction: SignalDirection?, strength: Double)] {
    var stage = try DetectStage([spec])
    var step = Step()
    let series = closes.indices.map { index in
      step.series.index(of: Series(symbol: Symbol("S\(index)")!, interval: .minute))
    }
    var isBound = false
    return try closes[0].indices.map { mark in
      step.begin(Timestamp(milliseconds: Int64(mark + 1) * 60_000))
      for (index, list) in closes.enumerated() {
        guard let close = list[mark] else { continue }
        let price = Price(units: Int64((close * 1e8).rounded()))
        step.take(
          Bar(
            series: series[index], open: price, high: price, low: price, close: price, volume: nil))
      }
      if !isBound { try stage.bind(Header(), &step) }
      isBound = true
      if resumed { stage = try Checkpoint.resumed(stage) }
      try stage.update(&step)
      guard let signal = step.signals.first else { return (nil, 0) }
      #expect(step.signals.count == 1)
      #expect(step.series[signal.series] == Series(symbol: .all, interval: .minute))
      return (signal.direction, signal.strength)
    }
  }

  @Test func `says when most symbols agree`() throws {
    let said = try run(
      "market_agreement:1,0.75",
      [[1, 1, 2, 3, 2, 1], [1, 1, 2, 3, 2, 1], [1, 1, 2, 1, 2, 1], [1, 1, 1, 2, 2, 2]])
    // 3 of 4 rise, then again, then none agrees, then 3 of 4 fall.
    #expect(said.map(\.direction) == [nil, nil, .rise, nil, nil, .fall])
    #expect(said[2].strength == 0.75 && said[5].strength == 0.75)
  }

  @Test func `counts the symbols that have a bar, and needs enough of them`() throws {
    let closes: [[Double?]] = [[1, 1, 2, 1, 2], [1, 1, nil, 1, 2], [1, 1, nil, 1, 1]]
    #expect(
      try run("market_agreement:1,0.6,1", closes).map(\.direction)
        == [nil, nil, .rise, nil, .rise])
    // One symbol is no market: unknown, and what follows is no news.
    #expect(
      try run("market_agreement:1,0.6,2", closes).map(\.direction) == [nil, nil, nil, nil, .rise])
  }

  /// The mean log return of all symbols, and its score, the slow way.
  private func scores(_ closes: [[Double?]], window: Int) -> [Double] {
    var returns: [Double] = []
    return closes[0].indices.map { mark in
      let changes = closes.compactMap { list -> Double? in
        guard mark > 0, let now = list[mark] else { return nil }
        guard let before = list[..<mark].last(where: { $0 != nil }), let before else { return nil }
        return log(now / before)
      }
      let mean = changes.isEmpty ? Double.nan : changes.reduce(0, +) / Double(changes.count)
      defer { if !mean.isNaN { returns.append(mean) } }
      let past = returns.suffix(window)
      guard past.count == window, !mean.isNaN else { return .nan }
      let center = past.reduce(0, +) / Double(window)
      let variance = past.map { ($0 - center) * ($0 - center) }.reduce(0, +) / Double(window)
      return (mean - center) / variance.squareRoot()
    }
  }

  private func walks(_ count: Int, seed: UInt64) -> [[Double?]] {
    (0..<3).map { index in
      FeatureFixtures.walk(count, seed: seed &* 10 &+ UInt64(index)).map { $0.close.double }
    }
  }

  @Test func `market_zscore is its definition on random walks`() throws {
    for seed in 0..<20 as Range<UInt64> {
      let closes = walks(120, seed: seed)
      let said = try run("market_zscore:10,1.5", closes, resumed: seed < 3)
      var before: (rise: Bool, fall: Bool)? = nil
      for (mark, score) in scores(closes, window: 10).enumerated() {
        let now = score.isNaN ? nil : (rise: score > 1.5, fall: score < -1.5)
        let isRise = now?.rise == true && before?.rise == false
        let isFall = now?.fall == true && before?.fall == false
        #expect(
          said[mark].direction == (isRise ? .rise : isFall ? .fall : nil), "\(seed), \(mark)")
        if isRise || isFall { #expect(abs(said[mark].strength - abs(score)) < 1e-9) }
        before = now
      }
    }
  }

  @Test func `market_cusum is its definition on random walks`() throws {
    for seed in 0..<20 as Range<UInt64> {
      let closes = walks(200, seed: seed)
      let said = try run("market_cusum:10,0.2,2", closes, resumed: seed < 3)
      var (up, down) = (0.0, 0.0)
      var before: (rise: Bool, fall: Bool)? = nil
      for (mark, score) in scores(closes, window: 10).enumerated() {
        var now: (rise: Bool, fall: Bool)?
        var strength = 0.0
        if !score.isNaN {
          up = max(0, up + score - 0.2)
          down = max(0, down - score - 0.2)
          now = (up > 2, down > 2)
          strength = max(up, down) / 2
          if up > 2 || down > 2 { (up, down) = (0, 0) }
        }
        let isRise = now?.rise == true && before?.rise == false
        let isFall = now?.fall == true && before?.fall == false
        #expect(
          said[mark].direction == (isRise ? .rise : isFall ? .fall : nil), "\(seed), \(mark)")
        if isRise || isFall { #expect(abs(said[mark].strength - strength) < 1e-9) }
        before = now
      }
    }
  }

  @Test func `each interval is a market of its own, written under ALL in order`() throws {
    let lines = (0..<5).flatMap { mark in
      [("AAA", "1m"), ("BBB", "1m"), ("AAA", "5m"), ("BBB", "5m")].map { symbol, interval in
        let close = interval == "1m" ? [1, 1, 2, 1, 2][mark] : [2, 2, 1, 2, 1][mark]
        return
          #"{"type":"bar","ts":"2024-01-01T00:0\#(mark + 1):00.000Z","symbol":"\#(symbol)","#
          + #""interval":"\#(interval)","open":\#(close),"high":\#(close),"low":\#(close),"#
          + #""close":\#(close)}"#
      }
    }
    let output = try InMemory.run(
      lines.joined(separator: "\n"),
      [
        Chain.Link(
          try DetectStage(["m=market_agreement", "up=expression:rise=close > lag(close, 1)"]),
          entry: nil)
      ])
    let signals = output.split(separator: "\n").filter { $0.contains(#""type":"signal""#) }
      .map { line in
        line.split(separator: "\"").map(String.init).filter {
          ["AAA", "BBB", "ALL", "1m", "5m", "m", "up", "rise", "fall"].contains($0)
        }.joined(separator: " ")
      }
    #expect(
      signals == [
        "AAA 1m up rise", "ALL 1m m rise", "ALL 5m m fall", "BBB 1m up rise", "AAA 5m up rise",
        "ALL 1m m fall", "ALL 5m m rise", "BBB 5m up rise", "AAA 1m up rise", "ALL 1m m rise",
        "ALL 5m m fall", "BBB 1m up rise",
      ])
  }
}
