import Foundation
import SFCore
import SFTestSupport

/// A market of seeded walks in whole ticks, and a pipeline over it that says no price: the same for
/// every scale of its prices.
struct RandomTrading {
  /// Prices and money are multiplied by it.
  struct Scale: CustomStringConvertible, Sendable {
    let description: String
    /// What a tick is then, of prices that are whole ticks.
    let tick: Price

    static let one = Scale(description: "1", tick: 1)
    static let others = [
      Scale(description: "1.7", tick: 1.7), Scale(description: "1e-4", tick: 0.0001),
    ]

    /// So many ticks.
    func price(_ ticks: Int) -> Price { Price(units: tick.units * Int64(ticks)) }
  }

  let seed: UInt64
  let detectors: String
  private let symbols: Int
  private let choices: [String]

  private static let signals = [
    "sma_cross:5,12", "threshold:rsi_5,below=25,direction=rise", "donchian_breakout:15",
    "bollinger_touch:10,1.5", "zscore_anomaly:20,1.5", "macd_cross", "supertrend_flip:7,2",
    "kalman",
    "local_extrema:3,3", "structure:0.01", "divergence:rsi_5,left=3,right=3",
    "own=expression:rise=close > sma_5,strength=sma_5 - sma_12",
    "dip=expression:rise=rsi_5 < 30,fall=rsi_5 > 70,strength=abs(rsi_5)",
  ]
  /// What entries and exits look at, beside what feeds the detectors.
  private static let columns = "sma:5 sma:12 rsi:5 atr:7 natr:7"

  /// `own` are detectors in place of those that the seed draws.
  init(seed: UInt64, detectors own: String? = nil) {
    var random = SeededGenerator(seed: seed)
    func pick(_ list: [String], _ range: ClosedRange<Int>) -> [String] {
      Array(list.shuffled(using: &random).prefix(Int.random(in: range, using: &random)))
    }
    self.seed = seed
    symbols = Int.random(in: 1...3, using: &random)
    let detectors = Self.signals.shuffled(using: &random)
      .prefix(Int.random(in: 1...4, using: &random)).sorted()
    self.detectors = own ?? detectors.map { "'\($0)'" }.joined(separator: " ")
    var choices = pick(
      [
        "--exit tp_sl:0.01,0.008", "--exit trailing_stop:0.01", "--exit time:max_bars=20",
        "--exit signal", "--exit break_even:0.005,0.001", "--exit volatility:2,1.5,atr=atr_7",
      ], 1...3)
    choices += pick(
      [
        "--filter cooldown:bars=3", "--filter regime:feature=rsi_5,min=20,max=90",
        "--filter drawdown:max=0.2", "--filter price_distance:pct=0.001",
        "--filter signal_accuracy:min=0.2", "--filter volatility:feature=natr_7,max=3",
      ], 0...2)
    choices += pick(
      [
        "--size fixed_fraction:0.3", "--size kelly", "--size atr_risk:atr=atr_7",
        "--size signal_strength:0.4",
      ], 1...1)
    choices += pick(["--aggregate majority --quorum 2", "--aggregate any"], 0...1)
      .filter { _ in own == nil && detectors.count > 1 }
    choices += pick(
      [
        "--allow-short", "--max-positions 2", "--max-positions-per-symbol 2", "--max-exposure 0.8",
        "--entry limit:offset_bps=10,max_bars=4", "--close-at-end", "--slippage 5bps",
        "--entry-order strength", "--max-symbol-pct 0.2", "--exit-trigger intrabar",
      ], 0...5)
    // Of strengths one of which is a price, the order is one of prices.
    if self.detectors.contains("own=") { choices.removeAll { $0 == "--entry-order strength" } }
    // Levels inside bars are not for fills at closes.
    let fills =
      choices.contains { $0.contains("intrabar") }
      ? ["--fill next_open"]
      : ["--fill close", "--fill next_open"]
    self.choices = choices + pick(fills, 1...1)
  }

  /// Options of sf-strategy that say no amount of money.
  var options: String { choices.joined(separator: " ") }

  /// The amounts, each of which is scaled; `lots` is a file of this text.
  func amounts(_ scale: Scale) -> String {
    "--lots lots.csv --fee 0.001 --capital \(scale.price(10_000_000)) "
      + "--min-notional \(scale.price(20_000))"
  }

  func lots(_ scale: Scale) -> String {
    "symbol,step,tick,min_notional,quote\n"
      + (0..<symbols).map { "S\($0),1,\(scale.tick),\(scale.price(5_000)),USDT\n" }.joined()
  }

  /// The bars as CSV.
  func market(_ scale: Scale, bars: Int = 1_200) -> String {
    var random = SeededGenerator(seed: seed ^ 0xFEED)
    var closes = (0..<symbols).map { _ in Int.random(in: 8_000...12_000, using: &random) }
    var text = "symbol,timestamp,open,high,low,close,volume\n"
    for bar in 0..<bars {
      for symbol in 0..<symbols {
        let open = closes[symbol] + Int.random(in: -3...3, using: &random)
        let close = max(2_000, open + Int.random(in: -60...60, using: &random))
        closes[symbol] = close
        let high = max(open, close) + Int.random(in: 0...20, using: &random)
        let low = min(open, close) - Int.random(in: 0...20, using: &random)
        let prices = [open, high, low, close].map { "\(scale.price($0))" }
        text +=
          "S\(symbol),\(1_735_689_600_000 + bar * 60_000),"
          + prices.joined(separator: ",") + ",\(Int.random(in: 1...900, using: &random))\n"
      }
    }
    return text
  }

  /// A folder with `bars.csv` and `lots.csv` of a scale, and `signals.jsonl`, what is traded there.
  func workplace(_ scale: Scale) throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-models-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(market(scale).utf8).write(to: folder.appendingPathComponent("bars.csv"))
    try Data(lots(scale).utf8).write(to: folder.appendingPathComponent("lots.csv"))
    let signals = try Shell.run(
      """
      specs=$( (sf-detect \(detectors) --print-features; echo; echo \(Self.columns)) |
        tr ' ' '\\n' | sort -u)
      sf-ingest bars.csv --interval 1m | sf-features $specs | sf-detect \(detectors) > signals.jsonl
      """, in: folder)
    guard signals.status == 0 else { throw Failure(description: signals.error) }
    return folder
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }
}
