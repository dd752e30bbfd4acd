/// What is remembered of a condition: when it was last true, whether it held throughout, how often.
///
/// A truth is 1 or 0, or NaN where it is missing; bars before the first are missing.

/// Bars since a condition was last true; a bar at which it is missing counts as any other.
struct Since: Codable, Sendable {
  /// `nil` until it was true.
  private var bars: Int?

  @inline(__always)
  mutating func update(_ truth: Double) -> Double {
    bars = truth == 1 ? 0 : bars.map { $0 + 1 }
    return bars.map(Double.init) ?? .nan
  }
}

/// Whether a condition was true at each of the last bars: false if one is, else missing if one is.
struct Throughout: Codable, Sendable {
  private let bars: Int
  private var age = 0
  private var lastFalse = -1
  private var lastMissing = -1

  init(_ bars: Int) { self.bars = bars }

  @inline(__always)
  mutating func update(_ truth: Double) -> Double {
    if truth.isNaN { lastMissing = age } else if truth == 0 { lastFalse = age }
    age += 1
    if lastFalse >= max(0, age - bars) { return 0 }
    return lastMissing >= age - bars ? .nan : 1
  }
}

/// At how many of the last bars a condition was true; missing when it is at one of them.
struct CountIn: Codable, Sendable {
  private let bars: Int
  /// 0, 1 or 2 for missing; in the order of arrival until full, then with the oldest at `next`.
  private var truths: [UInt8] = []
  private var next = 0
  /// How often each of the three is in the window.
  private var trues = 0
  private var missing = 0

  init(_ bars: Int) { self.bars = bars }

  @inline(__always)
  mutating func update(_ truth: Double) -> Double {
    let code: UInt8 = truth.isNaN ? 2 : truth == 1 ? 1 : 0
    add(code, 1)
    if truths.count == bars {
      add(truths[next], -1)
      truths[next] = code
      next = next + 1 == bars ? 0 : next + 1
    } else {
      truths.append(code)
    }
    return truths.count < bars || missing > 0 ? .nan : Double(trues)
  }

  @inline(__always)
  private mutating func add(_ code: UInt8, _ change: Int) {
    if code == 1 { trues += change } else if code == 2 { missing += change }
  }
}
