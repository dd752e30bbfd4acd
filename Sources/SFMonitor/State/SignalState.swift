import SFCore

/// What the detectors have said.
public struct SignalState: Sendable {
  /// A signal for people.
  public struct Seen: Sendable, Equatable {
    public let at: Timestamp
    public let symbol: Symbol
    public let detector: String
    public let direction: SignalDirection
  }

  public private(set) var mark: Timestamp?
  /// Marks since the last signal, or the first mark.
  public private(set) var silentMarks = 0
  /// Signals of today, by detector.
  public private(set) var today: [String: Int] = [:]
  /// The last of today, the newest first.
  public private(set) var recent: [Seen] = []
  private var day: Int64?

  /// How many are kept for people.
  public static let kept = 20

  init() {}

  mutating func take(_ step: borrowing Step) {
    mark = step.ts
    if day != step.ts.day {
      day = step.ts.day
      today = [:]
      recent = []
    }
    silentMarks = step.signals.isEmpty ? silentMarks + 1 : 0
    for signal in step.signals {
      today[signal.detector, default: 0] += 1
      recent.insert(
        Seen(
          at: step.ts, symbol: step.series[signal.series].symbol, detector: signal.detector,
          direction: signal.direction), at: 0)
    }
    if recent.count > Self.kept { recent.removeLast(recent.count - Self.kept) }
  }
}
