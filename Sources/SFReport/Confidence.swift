import SFCore
import SFStats

/// How far the figures of a run can be trusted: intervals, skill against luck, other orders.
public struct Confidence: Sendable {
  /// How it is computed.
  public struct Settings: Codable, Sendable, Hashable {
    public let resamples: Int
    public let seed: UInt64
    /// The share of resamples that an interval holds.
    public let level: Double

    public init(resamples: Int, seed: UInt64, level: Double) throws(ConfigurationError) {
      guard resamples >= 100 else {
        throw ConfigurationError("--resamples", "must be at least 100, is \(resamples)")
      }
      guard level > 0, level < 1 else {
        throw ConfigurationError("--level", "must be between 0 and 1, is \(level)")
      }
      self.resamples = resamples
      self.seed = seed
      self.level = level
    }
  }

  /// A figure of the run beside what it was in resamples.
  struct Row {
    let key: String
    let label: String
    let value: Cell
    let low: Cell
    let median: Cell
    let high: Cell
  }

  let settings: Settings
  let rows: [Row]
  let shape: ReturnShape
  /// The largest drawdown of round trips in random orders; `nil` for fewer than two.
  let orders: PercentileInterval?
  let orderAsItWas: Double?

  /// What of a run is drawn anew, and the figures that it has.
  struct Run {
    /// None of a run that was ruined: its days do not follow from each other.
    let days: [DayPath]
    /// In milliseconds, of the run and so of each resample, which has as many days.
    let elapsed: Int64
    let daysPerYear: Double
    let roundTrips: [RoundTripSample]
    let capital: Price
    let isRuined: Bool
    let shape: ReturnShape
    /// The figures of days, by key, as the summary has them.
    let values: [String: Double?]
  }

  init(_ run: Run, _ settings: Settings) {
    self.settings = settings
    rows =
      Self.rows(
        run.isRuined ? [] : run.days,
        ResampledFigure.ofDays(elapsed: run.elapsed, perYear: run.daysPerYear), settings
      ) { key, _ in run.values[key] ?? nil }
      + (run.roundTrips.isEmpty
        ? []
        : Self.rows(run.roundTrips, ResampledFigure.ofRoundTrips, settings) { $1 })
    shape = run.shape
    let pnls = run.roundTrips.map(\.pnl.double)
    guard pnls.count > 1, run.capital > .zero, !run.isRuined else {
      orders = nil
      orderAsItWas = nil
      return
    }
    var shuffle = RoundTripShuffle(
      capital: run.capital.double, pnls: pnls, seed: settings.seed)
    orders = PercentileInterval(
      (0..<settings.resamples).map { _ in shuffle.drawdown() }, share: settings.level)
    orderAsItWas = RoundTripShuffle.drawdown(capital: run.capital.double, pnls: pnls)
  }

  /// `value` says what the run has of a figure, by its key and what its samples make of it.
  private static func rows<Sample>(
    _ samples: [Sample], _ figures: [ResampledFigure<Sample>], _ settings: Settings,
    value: (String, Double?) -> Double?
  ) -> [Row] {
    var found = figures.map { _ in [Double?]() }
    if !samples.isEmpty {
      var bootstrap = StationaryBootstrap(
        count: samples.count, meanBlock: StationaryBootstrap.usualBlock(samples.count),
        seed: settings.seed)
      var places: [Int] = []
      for _ in 0..<settings.resamples {
        bootstrap.resample(into: &places)
        let drawn = places.map { samples[$0] }
        for (index, figure) in figures.enumerated() { found[index].append(figure.value(drawn)) }
      }
    }
    return zip(figures, found).map { figure, values in
      let interval = PercentileInterval(values, share: settings.level)
      let own = value(figure.key, samples.isEmpty ? nil : figure.value(samples))
      return Row(
        key: figure.key, label: figure.label, value: figure.cell(own),
        low: figure.cell(interval?.low), median: figure.cell(interval?.median),
        high: figure.cell(interval?.high))
    }
  }

  /// `nil` for fewer returns than a figure for a year needs.
  var skill: ProbabilisticSharpe? {
    shape.count >= DailyReturns.minimumForYear ? ProbabilisticSharpe(shape) : nil
  }

  /// What each figure was in the middle share of the resamples.
  var table: Table {
    Table(
      "confidence", "confidence",
      [
        Table.Column("figure", "figure"), Table.Column("value", "value"),
        Table.Column("low", "low"), Table.Column("median", "median"),
        Table.Column("high", "high"),
      ],
      rows.map { [.name(key: $0.key, label: $0.label), $0.value, $0.low, $0.median, $0.high] })
  }

  /// What a reader has to know beside the table.
  var note: String {
    "Confidence: the middle \(settings.level.wireText) of \(settings.resamples) resamples by the stationary "
      + "bootstrap, seed \(settings.seed), of days or of round trips in blocks of the cube root of "
      + "their number in the mean."
  }
}
