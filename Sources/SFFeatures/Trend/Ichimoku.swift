import SFCore

/// The Ichimoku cloud as it stands at the bar: what is drawn there, and nothing of what comes later.
///
///     conversion = middle of the highest high and lowest low of 9 bars
///     base       = the same of 26
///     span_a     = (conversion + base) / 2, of 25 bars ago
///     span_b     = the same middle of 52 bars, of 25 bars ago
///
/// (Goichi Hosoda, 1969). Charts draw the spans 26 bars ahead, counting the
/// current one; so those at a bar are 25 bars old. The lagging span is the close
/// itself, drawn in the past: compare the close with that of 26 bars ago.
public struct Ichimoku: BarFeature {
  public static let kind = "ichimoku"
  public static let group = FeatureGroup.trend
  public static let summary = "Ichimoku: conversion and base line, and the cloud at the bar."
  public static let parameters = [
    Parameter.period("conversion", default: 9, "bars of the conversion line"),
    Parameter.period("base", default: 26, "bars of the base line"),
    Parameter.period("span", default: 52, "bars of the slower edge of the cloud"),
    Parameter.period(
      "displacement", default: 26, "bars that the cloud is drawn ahead, this one one"),
  ]
  public static let outputs = [
    FeatureOutput("conversion", .price), FeatureOutput("base", .price),
    FeatureOutput("span_a", .price), FeatureOutput("span_b", .price),
  ]

  public let conversion: Int
  public let base: Int
  public let span: Int
  public let displacement: Int
  private var fast: RollingRange
  private var slow: RollingRange
  private var slowest: RollingRange
  /// The edges that are drawn ahead of this bar.
  private var ahead: Ring<SIMD2<Double>>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    conversion = arguments.integer("conversion")
    base = arguments.integer("base")
    span = arguments.integer("span")
    displacement = arguments.integer("displacement")
    fast = RollingRange(conversion)
    slow = RollingRange(base)
    slowest = RollingRange(span)
    ahead = Ring(max(1, displacement - 1))
  }

  public var warmUp: Int {
    max(conversion, base, span) + displacement - 1
  }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let (fast, slow) = (fast.update(bar), slow.update(bar))
    let slowest = slowest.update(bar)
    guard let fast, let slow, let slowest else { return values.update(repeating: .nan) }
    let conversion = (fast.highest + fast.lowest) / 2
    let base = (slow.highest + slow.lowest) / 2
    let edges = SIMD2((conversion + base) / 2, (slowest.highest + slowest.lowest) / 2)
    guard let reached = displacement == 1 ? edges : ahead.push(edges) else {
      return values.update(repeating: .nan)
    }
    values[0] = conversion
    values[1] = base
    values[2] = reached.x
    values[3] = reached.y
  }
}
