import Foundation
import SFCore
import SFTestSupport
import Testing

/// Labels against their definition, read off the whole path at every bar.
@Suite struct LabelOracleTests {
  struct Definition: Sendable, CustomTestStringConvertible {
    let spec: String
    /// What is said of bar `at`; `nil` when its window goes beyond the last bar.
    let says: @Sendable (_ bars: [Bar], _ at: Int) -> Said?
    var testDescription: String { spec }
  }

  static func change(_ bars: [Bar], _ at: Int, _ end: Int) -> Double {
    bars[end].close.double / bars[at].close.double - 1
  }

  static func fixed(_ horizon: Int, _ value: @escaping @Sendable (Double) -> Double)
    -> @Sendable ([Bar], Int) -> Said?
  {
    { bars, at in
      guard at + horizon < bars.count else { return nil }
      let gain = change(bars, at, at + horizon)
      return Said(
        at: at, value: value(gain), known: at + horizon, end: at + horizon, bars: horizon,
        gain: gain)
    }
  }

  /// The level as a decimal of eight places, rounded away from the close.
  static func level(_ close: Price, _ distance: String, _ mode: Decimal.RoundingMode) -> Double {
    var exact = Decimal(string: "\(close)")! * (1 + Decimal(string: distance)!)
    var rounded = Decimal()
    NSDecimalRound(&rounded, &exact, 8, mode)
    return Double("\(rounded)")!
  }

  struct Touch: Sendable {
    /// 1 above, -1 below, 0 neither.
    let side: Int
    let bar: Int
    let price: Double
  }

  /// The first touch of either level, the worse of two in one bar.
  static func touch(
    _ bars: [Bar], _ at: Int, _ horizon: Int, upper: Double?, lower: Double?, worse: Int = -1
  ) -> Touch? {
    for bar in at + 1...at + horizon {
      guard bar < bars.count else { return nil }
      let (open, high, low) = (
        bars[bar].open.double, bars[bar].high.double, bars[bar].low.double
      )
      let isAbove = upper.map { high >= $0 } ?? false
      let isBelow = lower.map { low <= $0 } ?? false
      let side = isAbove && isBelow ? worse : isAbove ? 1 : isBelow ? -1 : 0
      if side == 1 { return Touch(side: 1, bar: bar, price: max(open, upper!)) }
      if side == -1 { return Touch(side: -1, bar: bar, price: min(open, lower!)) }
    }
    let end = at + horizon
    return Touch(side: 0, bar: end, price: bars[end].close.double)
  }

  static func said(_ touch: Touch, _ bars: [Bar], _ at: Int, value: Double?) -> Said {
    Said(
      at: at, value: value, known: touch.bar, end: touch.bar, bars: touch.bar - at,
      gain: touch.price / bars[at].close.double - 1)
  }

  static func barriers(_ horizon: Int, up: String?, down: String?, hasSign: Bool = false)
    -> @Sendable ([Bar], Int) -> Said?
  {
    { bars, at in
      let close = bars[at].close
      let touch = touch(
        bars, at, horizon, upper: up.map { level(close, $0, .up) },
        lower: down.map { level(close, "-" + $0, .down) })
      return touch.map { touch in
        let change = touch.price - close.double
        let sign = change > 0 ? 1 : change < 0 ? -1 : 0
        return said(
          touch, bars, at, value: Double(touch.side == 0 && hasSign ? sign : touch.side))
      }
    }
  }

  /// The sample deviation of the returns up to a bar, with its weights written out.
  static func deviation(_ bars: [Bar], _ at: Int, _ span: Int) -> Double? {
    guard at >= span else { return nil }
    let returns = (1...at).map { change(bars, $0 - 1, $0) }
    let alpha = 2 / Double(span + 1)
    let weights = returns.indices.map { pow(1 - alpha, Double(returns.count - 1 - $0)) }
    let sum = weights.reduce(0, +)
    let mean = zip(weights, returns).map(*).reduce(0, +) / sum
    let spread = zip(weights, returns).map { $0 * ($1 - mean) * ($1 - mean) }.reduce(0, +)
    let free = sum - weights.map { $0 * $0 }.reduce(0, +) / sum
    return (spread / free).squareRoot()
  }

  /// The surest of all lines from a bar, each fitted in two passes.
  static func trend(_ shortest: Int, _ longest: Int, hasSign: Bool)
    -> @Sendable ([Bar], Int) -> Said?
  {
    { bars, at in
      guard at + longest < bars.count else { return nil }
      var best = (t: 0.0, bars: shortest)
      for length in shortest...longest {
        let closes = bars[at...at + length].map { $0.close.double / bars[at].close.double }
        let n = Double(closes.count)
        let (meanX, meanY) = ((n - 1) / 2, closes.reduce(0, +) / n)
        let x = closes.indices.map { Double($0) - meanX }
        let y = closes.map { $0 - meanY }
        let squares = x.map { $0 * $0 }.reduce(0, +)
        let slope = zip(x, y).map(*).reduce(0, +) / squares
        let residual = zip(x, y).map { ($1 - slope * $0) * ($1 - slope * $0) }.reduce(0, +)
        let isExact = residual <= 1e-12 * slope * slope * squares
        let t =
          Set(closes).count == 1
          ? 0 : isExact ? slope * .infinity : slope / (residual / (n - 2) / squares).squareRoot()
        if abs(t) > abs(best.t) * (1 + 1e-9) { best = (t, length) }
      }
      let sign = best.t > 0 ? 1.0 : best.t < 0 ? -1 : 0
      return Said(
        at: at, value: hasSign ? sign : best.t.isFinite ? best.t : nil, known: at + longest,
        end: at + best.bars,
        bars: best.bars, gain: change(bars, at, at + best.bars))
    }
  }

  static func regime(
    _ horizon: Int, _ lookback: Int, _ low: Double, _ high: Double, first: Int,
    _ measure: @escaping @Sendable (ArraySlice<Bar>, _ before: Bar?) -> Double
  ) -> @Sendable ([Bar], Int) -> Said? {
    { bars, at in
      let end = at + horizon
      guard end < bars.count else { return nil }
      func measured(_ last: Int) -> Double? {
        let begin = last - horizon + 1
        return begin < first ? nil : measure(bars[begin...last], begin > 0 ? bars[begin - 1] : nil)
      }
      let past = (max(0, at - lookback + 1)...at).compactMap(measured)
      var value: Double?
      if past.count == lookback, let now = measured(end) {
        let rank =
          (Double(past.count { $0 < now }) + Double(past.count { $0 == now }) / 2)
          / Double(lookback)
        value = rank >= high ? 1 : rank <= low ? -1 : 0
      }
      return Said(
        at: at, value: value, known: end, end: end, bars: horizon, gain: change(bars, at, end))
    }
  }

  static let definitions = [
    Definition(spec: "fixed_horizon:5", says: fixed(5) { $0 }),
    Definition(spec: "fixed_horizon:1,log_return", says: fixed(1) { log(1 + $0) }),
    Definition(
      spec: "fixed_horizon:7,sign,0.03", says: fixed(7) { abs($0) < 0.03 ? 0 : $0 > 0 ? 1 : -1 }),
    Definition(spec: "triple_barrier:12,0.02,0.02", says: barriers(12, up: "0.02", down: "0.02")),
    Definition(
      spec: "triple_barrier:6,0.03,none,timeout=sign",
      says: barriers(6, up: "0.03", down: nil, hasSign: true)),
    Definition(
      spec: "triple_barrier:9,none,0.01", says: barriers(9, up: nil, down: "0.01")),
    Definition(spec: "triple_barrier:8,2,1,vol_span=10") { bars, at in
      guard let deviation = deviation(bars, at, 10) else {
        return Said(at: at, value: nil, known: at)
      }
      let close = bars[at].close.double
      let upper = (close * (1 + 2 * deviation) * 1e8).rounded(.up) / 1e8
      let lower = (close * (1 - deviation) * 1e8).rounded(.down) / 1e8
      return touch(bars, at, 8, upper: upper, lower: lower).map {
        said($0, bars, at, value: Double($0.side))
      }
    },
    Definition(spec: "take_profit_time:0.015,20") { bars, at in
      touch(bars, at, 20, upper: level(bars[at].close, "0.015", .up), lower: nil).map {
        said($0, bars, at, value: $0.side == 0 ? nil : Double($0.bar - at))
      }
    },
    Definition(spec: "take_profit_time:0.015,20,fall") { bars, at in
      touch(bars, at, 20, upper: nil, lower: level(bars[at].close, "-0.015", .down)).map {
        var said = said($0, bars, at, value: $0.side == 0 ? nil : Double($0.bar - at))
        said.gain = said.gain.map { 0 - $0 }
        return said
      }
    },
    Definition(spec: "trend_scanning:3,12", says: trend(3, 12, hasSign: true)),
    Definition(spec: "trend_scanning:2,9,t_value", says: trend(2, 9, hasSign: false)),
    Definition(
      spec: "volatility_regime:4,25,0.2,0.7",
      says: regime(4, 25, 0.2, 0.7, first: 1) { bars, before in
        var (sum, last) = (0.0, before!.close.double)
        for bar in bars {
          sum += pow(log(bar.close.double / last), 2)
          last = bar.close.double
        }
        return sum
      }),
    Definition(
      spec: "volume_regime:3,30",
      says: regime(3, 30, 0.33, 0.67, first: 0) { bars, _ in
        bars.map { $0.volume! }.reduce(0, +)
      }),
  ]

  @Test(arguments: definitions)
  func `agrees with the definition on random walks`(definition: Definition) throws {
    for seed in 0..<12 as Range<UInt64> {
      try compare(definition, FeatureFixtures.walk(160, seed: seed))
    }
  }

  @Test(.enabled(if: Shell.shared != nil, "needs ../shared"), arguments: definitions)
  func `agrees with the definition on real bars`(definition: Definition) throws {
    try compare(definition, try Labelled.market(900))
  }

  /// Every bar once, what is known by `at`, what is not known without a value at the end.
  private func compare(_ definition: Definition, _ bars: [Bar]) throws {
    var said: [Int: Said] = [:]
    for label in try Labelled.run(definition.spec, bars) {
      #expect(said.updateValue(label, forKey: label.at) == nil, "bar \(label.at) twice")
    }
    for at in bars.indices {
      let expected =
        definition.says(bars, at) ?? Said(at: at, value: nil, known: bars.count - 1)
      guard let label = said[at] else {
        Issue.record("nothing is said of bar \(at)")
        return
      }
      guard agree(label, expected) else {
        Issue.record("\(definition.spec): \(label), expected \(expected)")
        return
      }
    }
  }

  private func agree(_ a: Said, _ b: Said) -> Bool {
    func isNear(_ a: Double?, _ b: Double?) -> Bool {
      guard let a, let b else { return (a == nil) == (b == nil) }
      return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))
    }
    return a.known == b.known && a.end == b.end && a.bars == b.bars && isNear(a.value, b.value)
      && isNear(a.gain, b.gain)
  }
}
