#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Where in the dominant cycle a series stands, in degrees: the phase of that period in the
/// smoothed numbers of one cycle (Ehlers, "Rocket Science for Traders", 2001).
struct CyclePhase: Codable, Sendable {
  private static let longest = 50

  /// Sine and cosine of the parts of a cycle of each length, one length behind the other.
  private static let waves: [SIMD2<Double>] = (1...longest).flatMap { length in
    (0..<length).map { part in
      let angle = Double(part) * (2 * Double.pi) / Double(length)
      return SIMD2(sin(angle), cos(angle))
    }
  }

  private(set) var cycle = DominantCycle.late
  /// In a ring; 0 before the cycle begins.
  private var smoothed = [Double](repeating: 0, count: longest)
  private var newest = longest - 1
  /// From -45 to 315.
  private(set) var degrees = 0.0

  /// The sine of the phase, which leads it by an eighth of a cycle.
  var leadSine: Double { sin((degrees + 45) / DominantCycle.degrees) }
  var sine: Double { sin(degrees / DominantCycle.degrees) }

  /// Takes a number; whether the cycle has begun.
  mutating func update(_ number: Double) -> Bool {
    guard cycle.update(number) else { return false }
    newest = newest + 1 == Self.longest ? 0 : newest + 1
    smoothed[newest] = cycle.smoothed
    measure(correlation(over: min(Int(cycle.period + 0.5), Self.longest)))
    return true
  }

  /// Sums of the last `length` smoothed numbers by sine and by cosine, from the newest back.
  private func correlation(over length: Int) -> SIMD2<Double> {
    var sum = SIMD2<Double>.zero
    var place = newest
    let first = length * (length - 1) / 2
    for part in 0..<length {
      sum += Self.waves[first + part] * smoothed[place]
      place = place == 0 ? Self.longest - 1 : place - 1
    }
    return sum
  }

  private mutating func measure(_ correlation: SIMD2<Double>) {
    let (sine, cosine) = (correlation[0], correlation[1])
    if cosine != 0 {
      degrees = atan(sine / cosine) * DominantCycle.degrees
    } else if sine != 0 {
      degrees += sine < 0 ? -90 : 90
    }
    // The smoothing over four bars is late by one.
    degrees += 90 + 360 / cycle.period
    if cosine < 0 { degrees += 180 }
    if degrees > 315 { degrees -= 360 }
  }
}
