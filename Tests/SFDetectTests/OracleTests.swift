import SFCore
import SFDetect
import SFTestSupport
import Testing

/// The rows that a detector has seen, the present one last.
private struct Past {
  let names: [String]
  let rows: ArraySlice<[Double]>
  let bars: ArraySlice<Bar>

  /// A column `back` bars ago.
  func callAsFunction(_ name: String, _ back: Int = 0) -> Double {
    rows[rows.endIndex - 1 - back][names.firstIndex(of: name)!]
  }

  func low(_ back: Int = 0) -> Double { bars[bars.endIndex - 1 - back].low.double }
  func high(_ back: Int = 0) -> Double { bars[bars.endIndex - 1 - back].high.double }
  func close(_ back: Int = 0) -> Double { bars[bars.endIndex - 1 - back].close.double }

  func crosses(_ a: String, _ b: String) -> (Bool, Bool) {
    (self(a, 1) <= self(b, 1) && self(a) > self(b), self(a, 1) >= self(b, 1) && self(a) < self(b))
  }

  func crosses(_ a: String, _ level: Double) -> (Bool, Bool) {
    (self(a, 1) <= level && self(a) > level, self(a, 1) >= level && self(a) < level)
  }
}

/// A detector, in words of its definition: the columns it needs, the bars before it can say
/// anything, whether it sees a rise and a fall, and how strong each is.
private struct Definition: Sendable {
  let spec: String
  let names: [String]
  var warmUp = 1
  let seen: @Sendable (Past) -> (rise: Bool, fall: Bool)
  let strength: @Sendable (Past, _ isRise: Bool) -> Double
}

private let definitions: [Definition] = [
  Definition(
    spec: "sma_cross", names: ["sma_20", "sma_50"], seen: { $0.crosses("sma_20", "sma_50") },
    strength: { _, _ in 1 }),
  Definition(
    spec: "ema_cross", names: ["ema_12", "ema_26"], seen: { $0.crosses("ema_12", "ema_26") },
    strength: { _, _ in 1 }),
  Definition(
    spec: "macd_cross", names: ["macd_12_26_9", "macd_12_26_9_signal"],
    seen: { $0.crosses("macd_12_26_9", "macd_12_26_9_signal") },
    strength: { past, _ in
      abs(past("macd_12_26_9") - past("macd_12_26_9_signal")) / past.close()
    }),
  Definition(
    spec: "rsi_cross:14,-1,1", names: ["rsi_14"],
    seen: { ($0.crosses("rsi_14", -1).0, $0.crosses("rsi_14", 1).1) },
    strength: { past, _ in abs(past("rsi_14") - past("rsi_14", 1)) }),
  Definition(
    spec: "stochastic:low=0,high=0.5", names: ["stoch_14_3_3_k", "stoch_14_3_3_d"],
    seen: { past in
      let (up, down) = past.crosses("stoch_14_3_3_k", "stoch_14_3_3_d")
      return (up && past("stoch_14_3_3_d") < 0, down && past("stoch_14_3_3_d") > 0.5)
    }, strength: { past, _ in abs(past("stoch_14_3_3_k") - past("stoch_14_3_3_d")) }),
  Definition(
    spec: "mfi:low=-1,high=1", names: ["mfi_14"], warmUp: 0,
    seen: { ($0("mfi_14") < -1, $0("mfi_14") > 1) },
    strength: { past, isRise in isRise ? -1 - past("mfi_14") : past("mfi_14") - 1 }),
  Definition(
    spec: "cci_anomaly:level=1.5", names: ["cci_20"], warmUp: 0,
    seen: { ($0("cci_20") < -1.5, $0("cci_20") > 1.5) },
    strength: { past, _ in abs(past("cci_20")) / 1.5 }),
  Definition(
    spec: "zscore_anomaly:level=1", names: ["zscore_50"], warmUp: 0,
    seen: { ($0("zscore_50") < -1, $0("zscore_50") > 1) },
    strength: { past, _ in abs(past("zscore_50")) }),
  Definition(
    spec: "hampel:level=1", names: ["robust_zscore_30"], warmUp: 0,
    seen: { ($0("robust_zscore_30") < -1, $0("robust_zscore_30") > 1) },
    strength: { past, _ in abs(past("robust_zscore_30")) }),
  Definition(
    spec: "aroon_cross", names: ["aroon_14_up", "aroon_14_down"],
    seen: { $0.crosses("aroon_14_up", "aroon_14_down") },
    strength: { past, _ in abs(past("aroon_14_up") - past("aroon_14_down")) / 100 }),
  Definition(
    spec: "adx_regime:level=0", names: ["adx_14", "plus_di_14", "minus_di_14"], warmUp: 0,
    seen: { past in
      let isTrend = past("adx_14") > 0
      return (
        isTrend && past("plus_di_14") > past("minus_di_14"),
        isTrend && past("minus_di_14") > past("plus_di_14")
      )
    }, strength: { past, _ in past("adx_14") / 100 }),
  Definition(
    spec: "supertrend_flip", names: ["supertrend_10_3", "supertrend_10_3_direction"],
    seen: { $0.crosses("supertrend_10_3_direction", 0) },
    strength: { past, _ in abs(past.close() - past("supertrend_10_3")) / past.close() }),
  Definition(
    spec: "kalman", names: ["kalman_0p01_0p0001_slope"],
    seen: { $0.crosses("kalman_0p01_0p0001_slope", 0) },
    strength: { past, _ in abs(past("kalman_0p01_0p0001_slope")) / past.close() }),
  Definition(
    spec: "percentile_regime", names: ["percent_rank_100"], warmUp: 0,
    seen: { ($0("percent_rank_100") > 0.9, $0("percent_rank_100") < 0.1) },
    strength: { past, _ in abs(past("percent_rank_100") - 0.5) * 2 }),
  Definition(
    spec: "local_extrema:3,2", names: [], warmUp: 5,
    seen: { past in
      let around = [0, 1, 3, 4, 5]
      return (
        around.allSatisfy { past.low($0) >= past.low(2) },
        around.allSatisfy { past.high($0) <= past.high(2) }
      )
    },
    strength: { past, isRise in abs(past.close() / (isRise ? past.low(2) : past.high(2)) - 1) }),
]

@Suite struct OracleTests {
  /// Random columns of few values, so that equal ones are frequent, on a walk.
  @Test(arguments: definitions.indices)
  func `is what its definition says on random walks`(index: Int) throws {
    let definition = definitions[index]
    var said = 0
    for seed in 0..<60 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let bars = FeatureFixtures.walk(100, seed: seed)
      let rows = bars.map { _ in definition.names.map { _ in Double(generator.next() % 9) / 2 - 2 }
      }
      var stage = try DetectStage([definition.spec])
      var step = Step()
      for name in definition.names { _ = step.columns.add(name) }
      _ = step.series.index(of: Series(symbol: "AAA", interval: .minute))
      var before: (rise: Bool, fall: Bool)?
      for place in bars.indices {
        step.begin(Timestamp(milliseconds: Int64(place + 1) * 60_000))
        step.take(bars[place])
        for (column, value) in rows[place].enumerated() { step.values[column] = value }
        if place == 0 { try stage.bind(Header(), &step) }
        try stage.update(&step)

        let past = Past(names: definition.names, rows: rows[...place], bars: bars[...place])
        var now: (rise: Bool, fall: Bool)?
        var expected: SignalDirection?
        if place >= definition.warmUp {
          let seen = definition.seen(past)
          now = seen
          // A crossing at the first two bars was not there before: that much is known.
          let known = before ?? (definition.warmUp == 1 ? (false, false) : (true, true))
          let (rise, fall) = (seen.rise && !known.rise, seen.fall && !known.fall)
          expected = rise && !seen.fall ? .rise : fall && !seen.rise ? .fall : nil
        }
        before = now
        let signal = step.signals.first
        #expect(signal?.direction == expected, "\(definition.spec), seed \(seed), row \(place)")
        guard let signal, let expected else { continue }
        said += 1
        let strength = definition.strength(past, expected == .rise)
        #expect(abs(signal.strength - strength) <= 1e-12 * max(1, strength), "\(definition.spec)")
      }
    }
    #expect(said > 20, "\(definition.spec) said \(said)")
  }

  /// The zigzag straight from its definition: all pivots of the whole past, found again at each bar.
  @Test func `structure turns where the pivots of the whole past say so`() throws {
    for seed in 0..<60 as Range<UInt64> {
      let bars = FeatureFixtures.walk(200, seed: seed)
      var stage = try DetectStage(["structure:0.03"])
      var step = Step()
      _ = step.series.index(of: Series(symbol: "AAA", interval: .minute))
      var before: SignalDirection?
      for place in bars.indices {
        step.begin(Timestamp(milliseconds: Int64(place + 1) * 60_000))
        step.take(bars[place])
        if place == 0 { try stage.bind(Header(), &step) }
        try stage.update(&step)
        let now = turned(Array(bars[...place]), 0.03)
        #expect(
          step.signals.first?.direction == (now == before ? nil : now), "seed \(seed), \(place)")
        before = now
      }
    }
  }

  private func turned(_ bars: [Bar], _ reversal: Double) -> SignalDirection? {
    var pivots: [(isHigh: Bool, price: Double)] = []
    var start = 0
    var isRising: Bool?
    for place in bars.indices {
      let leg = bars[start...place]
      let high = leg.map(\.high.double).max()!
      let low = leg.map(\.low.double).min()!
      if isRising != false, bars[place].low.double <= high * (1 - reversal) {
        if isRising == true { pivots.append((true, high)) }
        (isRising, start) = (false, place)
      } else if isRising != true, bars[place].high.double >= low * (1 + reversal) {
        if isRising == false { pivots.append((false, low)) }
        (isRising, start) = (true, place)
      }
    }
    let highs = pivots.filter(\.isHigh).suffix(2).map(\.price)
    let lows = pivots.filter { !$0.isHigh }.suffix(2).map(\.price)
    guard highs.count == 2, lows.count == 2 else { return nil }
    if highs[1] > highs[0], lows[1] > lows[0] { return .rise }
    return highs[1] < highs[0] && lows[1] < lows[0] ? .fall : nil
  }
}
