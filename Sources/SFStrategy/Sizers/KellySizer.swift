import SFCore

/// Bets the fraction that the strategy's own record justifies (Kelly 1956).
///
///     f = p − (1 − p) / b
///
/// p is the share of round trips that gained, b the mean gain over the mean
/// loss, both from the last `window` round trips of the whole book as returns
/// on entry notional, net of fees: a record of gross results would bet on an
/// edge that the fees have taken. f is multiplied by `fraction` and clamped to
/// `min_fraction` … `max_fraction`.
///
///     30 round trips: 18 gained 2 % each, 12 lost 1 % each
///     p 0.6, b 2      f = 0.6 − 0.4 / 2 = 0.4      × 0.5 = 0.2 of equity
///
/// Before `min_round_trips`, or while no loss is known, p is the probability of
/// the signal and b is `payoff`; without one it is `fallback_fraction`. With
/// `min_fraction` 0 a losing record ends the entries for good.
public struct KellySizer: Sizer {
  public static let kind = "kelly"
  public static let summary = "Bets the fraction that the record of round trips justifies."
  public static let parameters = [
    Parameter("fraction", .ratio, default: "0.5", most: 1, "of the full Kelly fraction"),
    Parameter("min_round_trips", .integer(1...100_000), default: "30", "before the record counts"),
    Parameter("window", .integer(1...100_000), default: "200", "round trips of the record"),
    Parameter("min_fraction", .ratio, default: "0", most: 1, "of equity, at least"),
    Parameter("max_fraction", .ratio, default: "0.25", most: 1, "of equity, at most"),
    Parameter("payoff", .ratio, default: "1", "mean gain over mean loss, while unknown"),
    Parameter(
      "fallback_fraction", .ratio, default: "0.02", most: 1, "of equity, while nothing is known"),
  ]
  public static let learns = true

  public let fraction: Ratio
  public let minRoundTrips: Int
  public let window: Int
  public let minFraction: Ratio
  public let maxFraction: Ratio
  public let payoff: Ratio
  public let fallbackFraction: Ratio

  /// The last `window` returns, in a ring.
  private var gains: [Double] = []
  private var seen = 0

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    fraction = try arguments.positiveRatio("fraction")
    minRoundTrips = arguments.integer("min_round_trips")
    window = arguments.integer("window")
    minFraction = arguments.ratio("min_fraction")
    maxFraction = try arguments.positiveRatio("max_fraction")
    payoff = try arguments.positiveRatio("payoff")
    fallbackFraction = try arguments.positiveRatio("fallback_fraction")
    guard minFraction >= .zero, minFraction <= maxFraction else {
      throw ConfigurationError(
        "min_fraction", "must be 0 to max_fraction (\(maxFraction)), is \(minFraction)")
    }
    guard window >= minRoundTrips else {
      throw ConfigurationError(
        "window", "must be at least min_round_trips (\(minRoundTrips)), is \(window)")
    }
  }

  public mutating func update(_ mark: MarkView, _ values: Span<Double>) {
    for trip in mark.closed {
      if gains.count < window { gains.append(trip.gain) } else { gains[seen % window] = trip.gain }
      seen += 1
    }
  }

  /// Win rate and payoff of the record; `nil` while it says nothing: too short, or without a loss.
  private var record: (p: Double, b: Double)? {
    guard gains.count >= minRoundTrips else { return nil }
    var (wins, won, lost) = (0, 0.0, 0.0)
    for gain in gains {
      if gain > 0 {
        wins += 1
        won += gain
      } else {
        lost -= gain
      }
    }
    guard lost > 0 else { return nil }
    let meanLoss = lost / Double(gains.count - wins)
    let meanWin = wins > 0 ? won / Double(wins) : 0
    return (Double(wins) / Double(gains.count), meanWin / meanLoss)
  }

  /// The Kelly fraction before it is scaled; `nil` when nothing is known.
  private func full(_ signal: Signal) -> (f: Double, p: Double, b: Double, isRecord: Bool)? {
    if let (p, b) = record { return (b > 0 ? p - (1 - p) / b : 0, p, b, true) }
    guard let p = signal.probability else { return nil }
    return (p - (1 - p) / payoff.double, p, payoff.double, false)
  }

  public func notional(
    _ context: SizingContext, _ row: Span<Double>
  ) throws(NoSize) -> Price {
    guard let full = full(context.signal) else { return try context.part(fallbackFraction) }
    let scaled = full.f * fraction.double
    if scaled >= maxFraction.double { return try context.part(maxFraction) }
    if scaled > minFraction.double {
      // What is no edge but for rounding is none.
      let notional = try context.part(scaled)
      if notional > .zero { return notional }
    }
    guard minFraction > .zero else {
      throw full.isRecord ? Self.losingRecord : NoSize(.rule(.noEdge))
    }
    return try context.part(minFraction)
  }

  /// With `min_fraction` 0 no entry follows, unless a position that is still open turns the record.
  public static let losingRecord = NoSize(
    .rule(.losingRecord),
    notice: "kelly: the record of round trips has no edge, and with min_fraction=0 no entry follows"
  )

  public func numbers(_ context: SizingContext, _ row: Span<Double>) -> [NamedNumber] {
    let trips = NamedNumber("round_trips", gains.count)
    guard let full = full(context.signal) else { return [trips] }
    return [trips, NamedNumber("p", full.p), NamedNumber("b", full.b), NamedNumber("f", full.f)]
  }
}
