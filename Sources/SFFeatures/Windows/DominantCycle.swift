#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The period and the phasor of the strongest cycle in a series, measured by its Hilbert transform
/// (Ehlers, "Rocket Science for Traders", 2001).
///
/// The numbers are smoothed over four bars and freed of their level; a second
/// transform of what is left gives a phasor, and the angle between those of two
/// bars the period, which is held within 6 and 50 bars and smoothed.
struct DominantCycle: Codable, Sendable {
  /// Degrees of one radian.
  static let degrees = 180 / Double.pi

  /// Begun with the 13th bar: for what has its first value with the 33rd.
  static let early = DominantCycle(skipping: 12, warmUp: 33)

  /// Begun with the 38th bar: for what has its first value with the 64th.
  static let late = DominantCycle(skipping: 37, warmUp: 64)

  let warmUp: Int
  private let skipped: Int
  private var count = 0
  /// The last bars in a row with the same number.
  private var still = 0
  /// The numbers of the last three bars, the newest first.
  private var last = SIMD3<Double>.zero
  private var detrender = HilbertFilter()
  private var quadratureFilter = HilbertFilter()
  private var inPhaseTurn = HilbertFilter()
  private var quadratureTurn = HilbertFilter()
  /// What the detrender gave for the last three bars, the newest first.
  private var detrended = SIMD3<Double>.zero
  /// The smoothed phasor of the last bar.
  private var phasor = SIMD2<Double>.zero
  /// The smoothed product of the phasors of two bars: as a complex number, its angle is the step.
  private var (real, imaginary) = (0.0, 0.0)
  private var rawPeriod = 0.0

  /// The mean of the last four numbers, of which the newest weighs 4 and the oldest 1.
  private(set) var smoothed = 0.0
  /// The component that moves with the cycle.
  private(set) var inPhase = 0.0
  /// The component that is a quarter ahead.
  private(set) var quadrature = 0.0
  /// In bars; less than 6 only until it has come up from 0.
  private(set) var period = 0.0

  private init(skipping skipped: Int, warmUp: Int) {
    self.skipped = skipped
    self.warmUp = warmUp
  }

  /// Whether what is made of the cycle has values.
  var isReady: Bool { count >= warmUp }

  /// Whether no cycle is in sight: numbers that do not change within the longest one have neither
  /// period nor phase, and what the transform says of them is what rounding left.
  var isStill: Bool { still >= min(count, Self.longest + 3) }

  /// The longest period, in bars.
  private static let longest = 50

  /// Takes a number; whether the transform has begun.
  mutating func update(_ number: Double) -> Bool {
    still = count > 0 && number == last[0] ? still + 1 : 1
    smoothed = (4 * number + 3 * last[0] + 2 * last[1] + last[2]) * 0.1
    last = SIMD3(number, last[0], last[1])
    count += 1
    guard count > skipped else { return false }
    turnPhasor()
    period = 0.33 * rawPeriod + 0.67 * period
    return true
  }

  private mutating func turnPhasor() {
    let gain = 0.075 * rawPeriod + 0.54
    let detrend = detrender.update(smoothed, gain: gain)
    quadrature = quadratureFilter.update(detrend, gain: gain)
    inPhase = detrended[2]
    detrended = SIMD3(detrend, detrended[0], detrended[1])
    let turned = (
      inPhase: inPhaseTurn.update(inPhase, gain: gain),
      quadrature: quadratureTurn.update(quadrature, gain: gain)
    )
    let next = SIMD2(
      0.2 * (inPhase - turned.quadrature) + 0.8 * phasor[0],
      0.2 * (quadrature + turned.inPhase) + 0.8 * phasor[1])
    real = 0.2 * (next[0] * phasor[0] + next[1] * phasor[1]) + 0.8 * real
    imaginary = 0.2 * (next[0] * phasor[1] - next[1] * phasor[0]) + 0.8 * imaginary
    phasor = next
    measurePeriod()
  }

  private mutating func measurePeriod() {
    let before = rawPeriod
    var next = before
    if imaginary != 0, real != 0 { next = 360 / (atan(imaginary / real) * Self.degrees) }
    if next > 1.5 * before { next = 1.5 * before }
    if next < 0.67 * before { next = 0.67 * before }
    next = min(max(next, 6), Double(Self.longest))
    rawPeriod = 0.2 * next + 0.8 * before
  }
}
