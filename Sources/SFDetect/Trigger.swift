import SFCore

/// Makes signals of what a detector sees at one bar after another.
///
/// Without `--repeat`, a signal is said when what was absent at the bar before
/// is there; with it, at every bar at which it is there. What was unknown at
/// the bar before is no news: a detector that begins in the middle of a
/// condition waits for the next one.
///
///     seen       . . x x ? x . x      x there, . absent, ? unknown
///     edge           !         !
///     --repeat       ! !   !   !
///
/// After a signal, none in its direction is said for `--cooldown` bars; what
/// begins within them is not said later. A bar that is a rise and a fall at
/// once is neither.
struct Trigger: Codable, Sendable {
  private var rise = Side()
  private var fall = Side()

  private struct Side: Codable {
    /// Whether it was absent at the bar before; false when that was unknown.
    var wasAbsent = false
    /// Bars that are still to be silent.
    var quiet = 0

    /// The strength of a signal that is due; `nil` when none is.
    @inline(__always)
    mutating func update(_ sighting: Sighting, _ options: DetectOptions) -> Double? {
      let wasAbsent = wasAbsent
      let isQuiet = quiet > 0
      if isQuiet { quiet -= 1 }
      self.wasAbsent = sighting == .absent
      guard case .present(let strength) = sighting, options.repeats || wasAbsent, !isQuiet else {
        return nil
      }
      return strength
    }
  }

  @inline(__always)
  mutating func update(_ seen: Observation, _ options: DetectOptions) -> Detection? {
    let (risen, fallen) = (rise.update(seen.rise, options), fall.update(seen.fall, options))
    if let risen, !seen.fall.isPresent {
      rise.quiet = options.cooldown
      return Detection(.rise, strength: risen, probability: seen.probability)
    }
    if let fallen, !seen.rise.isPresent {
      fall.quiet = options.cooldown
      return Detection(.fall, strength: fallen, probability: seen.probability)
    }
    return nil
  }
}

/// A signal that is due.
struct Detection: Sendable, Hashable {
  var direction: SignalDirection
  var strength: Double
  var probability: Double?

  init(_ direction: SignalDirection, strength: Double, probability: Double?) {
    self.direction = direction
    self.strength = strength
    self.probability = probability
  }
}

/// How signals are made of what detectors see.
public struct DetectOptions: Codable, Sendable {
  /// Whether a signal is said at every bar at which its condition holds.
  public var repeats: Bool
  /// Bars without a signal of a direction after one of it.
  public var cooldown: Int
  /// What a strength has been worth; `nil` when the detectors say it themselves.
  public var calibration: Calibration?

  public init(repeats: Bool = false, cooldown: Int = 0, calibration: Calibration? = nil) {
    self.repeats = repeats
    self.cooldown = cooldown
    self.calibration = calibration
  }
}
