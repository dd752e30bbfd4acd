import SFCore

/// Refuses entries of a symbol for a while whose round trips brought too little.
///
/// Judged at each exit of the symbol, whose pause begins there: the mean net return of its round
/// trips with exits in the window, if there are enough of them.
public struct LowProfitRule: RiskRule {
  public static let kind = "low_profit"
  public static let summary = "Refuses entries of a symbol whose round trips brought too little."
  public static let parameters = [
    Parameter("min", .number, default: "0", "a mean net return below it pauses, as a fraction"),
    Parameter("trips", .integer(1...1_000_000), default: "5", "fewer say nothing"),
    Parameter("window", .text, default: "7d", "in which their exits lie"),
    Parameter("pause", .text, default: "1d", "from the last exit on"),
  ]
  public static let watches = true
  public static let watchesRoundTripsOnly = true

  public let min: Double
  public let trips: Int
  /// In milliseconds.
  public let window: Int64
  public let pause: Int64
  /// By series: the round trips in the window, oldest first.
  private var known: [[Trip]] = []
  /// By series: when the pause ends; `nil` before one.
  private var pausedUntil: [Timestamp?] = []

  private struct Trip: Codable, Hashable, Sendable {
    let time: Timestamp
    let gain: Double
  }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    min = arguments.number("min")
    trips = arguments.integer("trips")
    window = try arguments.span("window")
    pause = try arguments.span("pause")
  }

  public mutating func update(_ mark: inout RiskMark) {
    for trip in mark.closed {
      guard let series = trip.series else { continue }
      while known.count <= series {
        known.append([])
        pausedUntil.append(nil)
      }
      known[series].append(Trip(time: trip.exitTime, gain: trip.gain))
      known[series].removeAll { $0.time <= mark.time + -window }
      guard let mean = mean(series), mean < min else { continue }
      pausedUntil[series] = trip.exitTime + pause
    }
  }

  /// The mean return of a series; `nil` when too few round trips are known.
  private func mean(_ series: SeriesIndex) -> Double? {
    guard series < known.count, known[series].count >= trips else { return nil }
    return known[series].reduce(0) { $0 + $1.gain } / Double(known[series].count)
  }

  private func end(_ entry: RiskEntry) -> Timestamp? {
    entry.series < pausedUntil.count ? pausedUntil[entry.series] : nil
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    guard let end = end(entry), entry.time < end else { return .pass }
    return .no(.rule(.lowProfit))
  }

  public func explanation(_ entry: RiskEntry) -> String {
    let mean = mean(entry.series).map { "\($0)" } ?? "not known"
    return
      "\(Self.kind): not before \(end(entry)?.description ?? "now"), the mean return is \(mean)"
  }
}
