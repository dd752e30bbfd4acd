import SFCore

/// Refuses entries for a while after several losing round trips.
///
/// The pause begins with the exit of the last of them. Each round trip counts once: those that have
/// brought a pause do not bring another.
public struct LossStreakRule: RiskRule {
  public static let kind = "loss_streak"
  public static let summary = "Refuses entries for a while after several losing round trips."
  public static let parameters = [
    Parameter("max", .integer(1...1_000_000), default: "4", "so many losing round trips pause"),
    Parameter("window", .text, default: "1d", "in which their exits lie, as 4h or 1d"),
    Parameter("pause", .text, default: "4h", "from the last exit on"),
    .scope("all"),
  ]
  public static let watches = true
  public static let watchesRoundTripsOnly = true

  public let max: Int
  /// In milliseconds.
  public let window: Int64
  public let pause: Int64
  public let isOfAllSymbols: Bool
  /// Losing exits that have not brought a pause, by series, or one list for all, oldest first.
  private var losses: [[Timestamp]] = []
  /// By the same: when the pause ends; `nil` before one.
  private var pausedUntil: [Timestamp?] = []

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = arguments.integer("max")
    window = try arguments.span("window")
    pause = try arguments.span("pause")
    isOfAllSymbols = arguments.isOfAllSymbols
  }

  public mutating func update(_ mark: inout RiskMark) {
    for trip in mark.closed where trip.pnl < .zero {
      guard let place = isOfAllSymbols ? 0 : trip.series else { continue }
      while losses.count <= place {
        losses.append([])
        pausedUntil.append(nil)
      }
      losses[place].append(trip.exitTime)
      losses[place].removeAll { $0 <= mark.time + -window }
      guard losses[place].count >= max else { continue }
      losses[place].removeAll()
      pausedUntil[place] = trip.exitTime + pause
    }
  }

  /// When the pause of the entry's scope ends; `nil` before one.
  private func end(_ entry: RiskEntry) -> Timestamp? {
    let place = isOfAllSymbols ? 0 : entry.series
    return place < pausedUntil.count ? pausedUntil[place] : nil
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    guard let end = end(entry), entry.time < end else { return .pass }
    return .no(.rule(.lossStreak))
  }

  public func explanation(_ entry: RiskEntry) -> String {
    "\(Self.kind): not before \(end(entry)?.description ?? "now")"
  }
}
