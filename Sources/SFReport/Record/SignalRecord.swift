import SFCore

/// What became of the price after each signal: how often it went the signal's way, and how far.
///
/// A signal of a bar is judged at the closes 1, 2, 5 … bars later, by the bars of its own series.
/// A hit: that close lies on the signal's side of the close at which it was given.
public struct SignalRecord: Codable, Hashable, Sendable {
  /// Bars after the signal at which it is judged.
  public static let horizons = [1, 2, 5, 10, 20, 50, 100]
  /// The horizon of the deciles: the sixth of the seven would outlast most positions.
  public static let decileHorizon = 3

  /// Judged signals of a detector.
  public struct Judged: Codable, Hashable, Sendable {
    public fileprivate(set) var signals = 0
    public fileprivate(set) var outcomes = [Outcome](repeating: Outcome(), count: horizons.count)
    /// For the deciles of strength.
    public fileprivate(set) var samples = Thinned<Sample>(capacity: 4_096)
  }

  /// What is known at one horizon.
  public struct Outcome: Codable, Hashable, Sendable {
    public fileprivate(set) var known = 0
    public fileprivate(set) var hits = 0
    /// Σ of the price's change in the signal's direction, as fractions.
    public fileprivate(set) var gains = 0.0

    public var hitRate: Double? { known > 0 ? Double(hits) / Double(known) : nil }
    public var meanGain: Double? { known > 0 ? gains / Double(known) : nil }
  }

  public struct Sample: Codable, Hashable, Sendable {
    public let strength: Double
    public let isHit: Bool
  }

  /// A signal that has not been judged at every horizon.
  private struct Pending: Codable, Hashable, Sendable {
    let detector: String
    let sign: Double
    let strength: Double
    let close: Price
    /// The number of its bar in its series.
    let bar: Int
  }

  private struct Watch: Codable, Hashable, Sendable {
    var bars = 0
    var pending: [Pending] = []
    /// How many of `pending` have been judged at each horizon.
    var judged = [Int](repeating: 0, count: horizons.count)
  }

  public private(set) var byDetector = Groups<String, Judged>()
  private var watches: [Watch] = []

  public init() {}

  public mutating func update(_ step: borrowing Step) {
    for bar in step.bars {
      while watches.count <= bar.series { watches.append(Watch()) }
      watches[bar.series].bars += 1
      if !watches[bar.series].pending.isEmpty { judge(bar) }
    }
    for signal in step.signals {
      // A signal without a bar of its own (the whole market's, a late one) has no price.
      guard let bar = step.bar(of: signal.series) else { continue }
      byDetector.update(signal.detector, new: Judged()) { $0.signals += 1 }
      watches[signal.series].pending.append(
        Pending(
          detector: signal.detector, sign: signal.direction == .rise ? 1 : -1,
          strength: signal.strength, close: bar.close, bar: watches[signal.series].bars))
    }
  }

  private mutating func judge(_ bar: Bar) {
    let (place, number) = (bar.series, watches[bar.series].bars)
    for (index, horizon) in Self.horizons.enumerated() {
      while watches[place].judged[index] < watches[place].pending.count {
        let signal = watches[place].pending[watches[place].judged[index]]
        guard number - signal.bar >= horizon else { break }
        watches[place].judged[index] += 1
        take(signal, bar.close, index)
      }
    }
    // What is judged at the last horizon is done; moved seldom, so that it costs little.
    let done = watches[place].judged[Self.horizons.count - 1]
    guard done > 64, done * 2 > watches[place].pending.count else { return }
    watches[place].pending.removeFirst(done)
    for index in Self.horizons.indices { watches[place].judged[index] -= done }
  }

  private mutating func take(_ signal: Pending, _ close: Price, _ horizon: Int) {
    guard signal.close > .zero else { return }
    let gain = (close.double / signal.close.double - 1) * signal.sign
    let isHit = signal.sign > 0 ? close > signal.close : close < signal.close
    byDetector.update(signal.detector, new: Judged()) { judged in
      judged.outcomes[horizon].known += 1
      if isHit { judged.outcomes[horizon].hits += 1 }
      judged.outcomes[horizon].gains += gain
      guard horizon == Self.decileHorizon else { return }
      judged.samples.append(Sample(strength: signal.strength, isHit: isHit))
    }
  }
}

extension SignalRecord.Judged {
  public struct Decile: Hashable, Sendable {
    public let lowest: Double
    public let highest: Double
    public let count: Int
    public let hits: Int
  }

  /// Tenths of the samples by strength, weakest first; equal strengths stay together, so that
  /// there may be fewer.
  public var deciles: [Decile] {
    let sorted = samples.elements.sorted { $0.strength < $1.strength }
    var (deciles, start): ([Decile], Int) = ([], 0)
    for tenth in 1...10 {
      var end = max(start, sorted.count * tenth / 10)
      while end > start, end < sorted.count, sorted[end].strength == sorted[end - 1].strength {
        end += 1
      }
      guard end > start else { continue }
      let part = sorted[start..<end]
      deciles.append(
        Decile(
          lowest: sorted[start].strength, highest: sorted[end - 1].strength, count: part.count,
          hits: part.filter(\.isHit).count))
      start = end
    }
    return deciles
  }
}
