import SFCore

/// Wilder's parabolic stop: it trails a rise from below and a fall from above, the closer the
/// longer the move makes new extremes, and changes sides when the price touches it ("New Concepts
/// in Technical Trading Systems", 1978).
///
/// It begins below the price with the second bar, unless that one goes further
/// down than up. It never lies within the last two bars.
public struct SAR: BarFeature {
  public static let kind = "sar"
  public static let group = FeatureGroup.trend
  public static let summary = "Parabolic stop and reverse (Wilder)."
  public static let parameters = [
    Parameter(
      "acceleration", .number, default: "0.02",
      "share of the distance to the extreme that is taken at first, and added at each new one"),
    Parameter("maximum", .number, default: "0.2", "the greatest share"),
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let acceleration: Double
  public let maximum: Double
  /// `nil` before the first bar.
  private var previous: Reach?
  /// `nil` before the second bar.
  private var trail: Trail?

  /// High and low; below zero, a fall seen in a mirror is a rise.
  private struct Reach: Codable, Sendable {
    var top: Double
    var bottom: Double
    var mirrored: Reach { Reach(top: -bottom, bottom: -top) }
  }

  /// The stop below a rise; of a fall, everything is the mirror.
  private struct Trail: Codable, Sendable {
    var isMirrored: Bool
    var stop: Double
    var extreme: Double
    var share: Double
  }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    maximum = arguments.number("maximum")
    acceleration = min(arguments.number("acceleration"), maximum)
    for (name, value) in [("acceleration", acceleration), ("maximum", maximum)] {
      guard value >= 0 else {
        throw ConfigurationError(name, "must not be negative, is \(value)")
      }
    }
  }

  public var warmUp: Int { 2 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let reach = Reach(top: bar.high.double, bottom: bar.low.double)
    values[0] = .nan
    if let previous {
      // At the first turn the last two bars are this one.
      let before = trail == nil ? reach : previous
      var trail = self.trail ?? start(reach, after: previous)
      values[0] = follow(&trail, reach, after: before)
      self.trail = trail
    }
    previous = reach
  }

  /// 1 while the stop is below the price, −1 while it is above; `nil` until there is one.
  var direction: Double? { trail.map { $0.isMirrored ? -1 : 1 } }

  private func start(_ reach: Reach, after previous: Reach) -> Trail {
    let (up, down) = (reach.top - previous.top, previous.bottom - reach.bottom)
    let isFall = down > 0 && down > up
    return Trail(
      isMirrored: isFall, stop: isFall ? -previous.top : previous.bottom,
      extreme: isFall ? -reach.bottom : reach.top, share: acceleration)
  }

  /// The stop at this bar; moves it to where it stands at the next.
  private func follow(_ trail: inout Trail, _ reach: Reach, after previous: Reach) -> Double {
    var now = trail.isMirrored ? reach.mirrored : reach
    var before = trail.isMirrored ? previous.mirrored : previous
    if now.bottom <= trail.stop {
      trail.isMirrored.toggle()
      trail.stop = -max(trail.extreme, before.top, now.top)
      (now, before) = (now.mirrored, before.mirrored)
      trail.extreme = now.top
      trail.share = acceleration
    } else if now.top > trail.extreme {
      trail.extreme = now.top
      trail.share = min(trail.share + acceleration, maximum)
    }
    let stop = trail.stop
    let next = stop + trail.share * (trail.extreme - stop)
    trail.stop = min(next, before.bottom, now.bottom)
    return trail.isMirrored ? -stop : stop
  }
}
