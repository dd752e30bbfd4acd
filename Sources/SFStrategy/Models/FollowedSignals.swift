import SFCore

/// Follows the signals of all detectors to their horizon.
///
/// A signal is judged by the closes of its symbol after it: a hit as in the filter
/// `signal_accuracy`. It costs a step for each signal that is not old enough, and nothing else.
public struct FollowedSignals: Hashable, Sendable, Codable {
  /// A signal that is not old enough.
  private struct Pending: Hashable, Sendable, Codable {
    /// The place of its detector.
    let detector: Int
    let direction: SignalDirection
    let close: Price
    let isShared: Bool
    private(set) var returns: [Int64] = []

    /// Adds what it has brought at the next close; how many are known.
    mutating func add(_ next: Price) -> Int {
      returns.append(SignalOutcomes.gain(direction, from: close, to: next))
      return returns.count
    }
  }

  public let window: Int
  public let horizon: Int
  /// In the order of their first signals.
  private var detectors: [SignalOutcomes] = []
  /// By series, in the order of the signals.
  private var pending: [[Pending]] = []

  public init(window: Int, horizon: Int) {
    self.window = window
    self.horizon = horizon
  }

  /// Takes a mark: first its bars, which judge earlier signals, then its own signals.
  public mutating func update(_ mark: MarkView) {
    for index in mark.bars.indices { judge(mark.bars[index].bar) }
    for vote in mark.votes {
      guard let bar = mark.bars.first(where: { $0.bar.series == vote.series })?.bar,
        bar.close > .zero
      else { continue }
      let isShared = mark.votes.contains {
        $0.series == vote.series && $0.direction == vote.direction && $0.detector != vote.detector
      }
      let signal = Pending(
        detector: place(of: vote.detector), direction: vote.direction, close: bar.close,
        isShared: isShared)
      while pending.count <= vote.series { pending.append([]) }
      pending[vote.series].append(signal)
    }
  }

  private mutating func judge(_ bar: Bar) {
    guard bar.series < pending.count, !pending[bar.series].isEmpty else { return }
    var old = 0
    for index in pending[bar.series].indices {
      let count = pending[bar.series][index].add(bar.close)
      guard count == horizon else { continue }
      let signal = pending[bar.series][index]
      // Signals grow old in their order.
      old = index + 1
      let isHit =
        signal.direction == .rise ? bar.close > signal.close : bar.close < signal.close
      detectors[signal.detector].add(
        SignalOutcomes.Outcome(
          isHit: isHit, isShared: signal.isShared, returns: signal.returns),
        window: window)
    }
    pending[bar.series].removeFirst(old)
  }

  private mutating func place(of detector: String) -> Int {
    if let place = detectors.firstIndex(where: { $0.detector == detector }) { return place }
    detectors.append(SignalOutcomes(detector: detector))
    return detectors.count - 1
  }

  /// The figures of detectors, in the order of their names.
  public func metrics(of names: [String]) -> [SignalMetrics] {
    detectors.filter { names.contains($0.detector) }
      .sorted { $0.detector < $1.detector }
      .map { $0.metrics(isAlone: detectors.count == 1) }
  }
}
