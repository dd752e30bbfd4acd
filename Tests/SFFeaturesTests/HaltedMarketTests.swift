import SFCore
import SFFeatures
import SFTestSupport
import Testing

/// What the catalog says of a market that stands: a decision for every column, and never an extreme
/// that nothing but 0/0 has made.
///
/// Where TA-Lib says a number of 0/0 (mfi, stoch and ultosc 0, the most oversold of all, willr 0, the
/// most overbought; cmo, cci, bop, dx, adx, beta and correl 0, imi 50) there is none here.
@Suite struct HaltedMarketTests {
  /// All of one series.
  static let kinds = seriesFeatures.map { $0.kind }

  /// What a column says deep in a halt.
  enum Word {
    /// The price that stands.
    case price
    case number(Double)
    /// It counts from the beginning, or keeps a side: it only must not move.
    case stands
    /// It has the clock or a stop that turns at a touch.
    case own
  }

  /// By kind and then the rest of the column; what is not here is missing.
  static let words: [String: [String: Word]] = [
    "accbands": ["": .price], "ad": ["": .stands], "adosc": ["": .number(0)],
    "alma": ["": .price], "ao": ["": .number(0)], "apo": ["": .number(0)],
    "aroon": ["": .number(100)], "aroonosc": ["": .number(0)], "atr": ["": .number(0)],
    "avgdev": ["": .number(0)], "avgprice": ["": .price], "bbands": ["": .price],
    "chandelier": ["": .price], "coppock": ["": .number(0)], "cusum": ["": .stands],
    "dema": ["": .price], "donchian": ["": .price], "drawdown": ["": .number(0)],
    "efi": ["": .number(0)], "ema": ["": .price], "ewma_vol": ["": .number(0)],
    "garman_klass": ["": .number(0)], "hma": ["": .price], "hour": ["": .own],
    "ht_phasor": ["": .number(0)], "ht_trendline": ["": .price], "ht_trendmode": ["": .own],
    "ichimoku": ["": .price], "iqr": ["": .number(0)],
    "kalman": ["": .price, "slope": .number(0)], "kama": ["": .price], "keltner": ["": .price],
    "kvo": ["": .number(0)], "lag": ["": .price], "linear_return": ["": .number(0)],
    "linearreg": ["": .price], "linearreg_angle": ["": .number(0)],
    "linearreg_intercept": ["": .price], "linearreg_slope": ["": .number(0)],
    "log_return": ["": .number(0)], "macd": ["": .number(0)], "mad": ["": .number(0)],
    "mama": ["": .price], "max": ["": .price], "mcginley": ["": .price], "median": ["": .price],
    "medprice": ["": .price], "midpoint": ["": .price], "midprice": ["": .price],
    "min": ["": .price], "minus_dm": ["": .number(0)], "mom": ["": .number(0)],
    "natr": ["": .number(0)], "nvi": ["": .stands], "obv": ["": .own],
    "parkinson": ["": .number(0)], "percent_rank": ["": .number(0.5)],
    "permutation_entropy": ["": .number(0)], "plus_dm": ["": .number(0)],
    "ppo": ["": .number(0)], "psar": ["": .price, "direction": .own], "pvi": ["": .stands],
    "pvt": ["": .stands], "quantile": ["": .price], "realized_vol": ["": .number(0)],
    "ret_std": ["": .number(0)], "roc": ["": .number(0)], "rocp": ["": .number(0)],
    "rocr": ["": .number(1)], "rogers_satchell": ["": .number(0)],
    "roll_spread": ["": .number(0)], "sar": ["": .price], "semivariance": ["": .number(0)],
    "session": ["": .own], "shannon_entropy": ["": .number(0)], "sma": ["": .price],
    "stddev": ["": .number(0)], "sum": ["": .own],
    "supertrend": ["": .price, "direction": .stands], "t3": ["": .price], "tema": ["": .price],
    "trange": ["": .number(0)], "trima": ["": .price], "trix": ["": .number(0)],
    "tsf": ["": .price], "typprice": ["": .price], "ulcer_index": ["": .number(0)],
    "var": ["": .number(0)], "vidya": ["": .own], "wclprice": ["": .price],
    "weekday": ["": .own], "wma": ["": .price], "yang_zhang": ["": .number(0)],
    "zlma": ["": .price],
  ]

  /// What has a value as soon as something is traded.
  static let ofTraded: [String: Word] = [
    "eom": .number(0), "rolling_vwap": .price, "volume_ratio": .number(1), "amihud": .number(0),
    "vwap": .own,
  ]

  private func word(_ column: String, _ kind: String, isTraded: Bool) -> Word? {
    if let word = Self.words[kind] {
      return word.first { !$0.key.isEmpty && column.hasSuffix($0.key) }?.value ?? word[""]
    }
    return isTraded ? Self.ofTraded[kind] : nil
  }

  private func check(_ bars: [Bar], isTraded: Bool, _ comment: Comment) throws {
    let price = try #require(bars.last).close.double
    for kind in Self.kinds {
      for (column, values) in try compute([kind], bars) {
        let tail = values.suffix(100)
        let last = try #require(tail.last)
        switch word(column, kind, isTraded: isTraded) {
        case nil: #expect(tail.allSatisfy { $0.isNaN }, "\(column) is \(last), \(comment)")
        case .price:
          #expect((last - price).magnitude <= 1e-12 * price, "\(column) is \(last), \(comment)")
        case .number(let number):
          let isNear = tail.allSatisfy { ($0 - number).magnitude < 1e-10 }
          #expect(isNear, "\(column) is \(last), \(comment)")
        case .stands: #expect(Set(tail).count == 1, "\(column) is \(last), \(comment)")
        case .own: #expect(last.isFinite, "\(column) is \(last), \(comment)")
        }
      }
    }
  }

  @Test(arguments: [0, 5] as [Double])
  func `a price that never moved has no extremes`(volume: Double) throws {
    let bars = FeatureFixtures.flat(400, price: 12.34, volume: volume)
    try check(bars, isTraded: volume > 0, "never moved")
  }

  /// Bars that are filled forward, and bars of a peg that is traded.
  @Test(arguments: [0, 5] as [Double])
  func `a halt has none either`(volume: Double) throws {
    let walk = FeatureFixtures.walk(400, seed: 11)
    let halt = FeatureFixtures.flat(1_400, price: try #require(walk.last).close, volume: volume)
    try check(walk + halt, isTraded: volume > 0, "halted")
  }

  /// What is begun with the halt, as if nothing had been before it.
  @Test(arguments: 0..<2 as Range<UInt64>)
  func `what comes behind a halt is what a fresh feature says`(seed: UInt64) throws {
    let before = FeatureFixtures.walk(400, seed: 20 + seed, start: 3_000)
    let halt = FeatureFixtures.flat(1_440, price: try #require(before.last).close)
    let life = FeatureFixtures.walk(450, seed: 30 + seed, start: 90)
    for kind in Self.kinds where !Self.counting.contains(kind) {
      let warmUp = try #require(try featureCatalog.make(kind).0.ofSeries).warmUp
      let whole = try compute([kind], before + halt + life, minutes: Array(1_041...3_330))
      for (column, fresh) in try compute([kind], halt + life, minutes: Array(1_441...3_330)) {
        let count = Self.remembering.contains(kind) ? life.count - max(warmUp, 300) : life.count
        let ours = try #require(whole[column]).suffix(count)
        let difference = difference(
          Array(ours), Array(fresh.suffix(count)), relative: 1e-9, absolute: 1e-9)
        #expect(difference == nil, "\(column)")
      }
    }
  }

  /// Sums from the first bar on, which stand while the market does, and an average that stands too.
  static let counting: Set = ["ad", "obv", "nvi", "pvi", "pvt", "vidya"]

  /// What keeps a side, a stop or the length of a cycle, and forgets it in time.
  static let remembering: Set = [
    "sar", "psar", "supertrend", "mcginley", "kalman", "mama", "ht_dcperiod", "ht_dcphase",
    "ht_phasor", "ht_sine", "ht_trendline", "ht_trendmode",
  ]
}
