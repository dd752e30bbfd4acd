import SFCore

/// How good the signals of a detector have been: the last `window` whose outcome is known.
///
/// Returns are kept in units of 10⁻¹⁰, so that sums are exact, and no figure depends on what has
/// left the window.
struct SignalOutcomes: Hashable, Sendable, Codable {
  /// What came of a signal.
  struct Outcome: Hashable, Sendable, Codable {
    /// Whether the close at the horizon lies on its side.
    let isHit: Bool
    /// Whether another detector signed with it.
    let isShared: Bool
    /// The return on its side after 1, 2, … bars.
    let returns: [Int64]
  }

  let detector: String
  private var last: [Outcome] = []
  /// The place of the oldest, once the window is full.
  private var oldest = 0
  private var hits = 0
  private var shared = 0
  /// Of the returns after 1, 2, … bars.
  private var sums: [Int64] = []

  init(detector: String) { self.detector = detector }

  mutating func add(_ outcome: Outcome, window: Int) {
    count(outcome, 1)
    guard last.count == window else { return last.append(outcome) }
    count(last[oldest], -1)
    last[oldest] = outcome
    oldest = (oldest + 1) % window
  }

  private mutating func count(_ outcome: Outcome, _ sign: Int) {
    if outcome.isHit { hits += sign }
    if outcome.isShared { shared += sign }
    while sums.count < outcome.returns.count { sums.append(0) }
    for (place, value) in outcome.returns.enumerated() { sums[place] += Int64(sign) * value }
  }

  /// The figures; `isAlone` says that there is no other detector that could agree.
  func metrics(isAlone: Bool) -> SignalMetrics {
    let known = last.count
    func share(_ count: Int) -> Double? {
      known == 0 ? nil : (Double(count) / Double(known)).inMillionths
    }
    return SignalMetrics(
      detector: detector, known: known, hitRate: share(hits),
      meanReturn: sums.last.map { (Double($0) / Self.unit / Double(known)).inMillionths },
      halfLifeBars: halfLife, agreement: isAlone ? nil : share(shared))
  }

  /// The first bar from which on the mean return is half of that at the horizon, or more.
  ///
  ///     after 1 2 3 4 bars   0.1  0.3  0.2  0.4     2
  private var halfLife: Int? {
    guard let end = sums.last else { return nil }
    let first = sums.lastIndex { 2 * $0 < end }.map { $0 + 1 } ?? 0
    return first < sums.count ? first + 1 : nil
  }

  // MARK: Returns

  private static let unit = 1e10
  /// Of one return, so that the sum of a window stays in range.
  private static let most = 90_000.0

  /// A window that is longer could overflow.
  static let longestWindow = 10_000

  /// The return from one close to another on a signal's side; the first is above 0.
  static func gain(_ direction: SignalDirection, from start: Price, to close: Price) -> Int64 {
    let change = Double(close.units - start.units) / Double(start.units)
    let gain = direction == .rise ? change : -change
    return Int64((min(most, max(-most, gain)) * unit).rounded())
  }
}

extension Double {
  /// Rounded to six decimals, as a model is shown numbers.
  var inMillionths: Double {
    let millionths = (self * 1e6).rounded(.toNearestOrEven)
    // What is so large has no such decimals.
    return millionths.isFinite ? millionths / 1e6 + 0.0 : self
  }
}
