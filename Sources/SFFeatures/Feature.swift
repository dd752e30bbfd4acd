import SFCore

/// A number, or a few, that is computed from the bars of one series.
///
/// A feature sees every bar of its series once, in order, at a constant cost,
/// and does not restart at gaps. Its configuration is `let`; what it remembers
/// can be encoded after any bar.
public protocol Feature: Component {
  /// The heading under which `--list` shows it.
  static var group: FeatureGroup { get }

  /// What it computes, in the order of the columns.
  static var outputs: [FeatureOutput] { get }

  /// Whether it reads the volume; bars without one are then refused.
  static var needsVolume: Bool { get }

  /// The number of the bar, from 1, with which all outputs have their first value.
  var warmUp: Int { get }

  /// Takes the next bar, which closed at `ts`, and writes one value for each output, NaN for a
  /// missing one.
  mutating func update(_ bar: Bar, at ts: Timestamp, into values: inout MutableSpan<Double>)
}

extension Feature {
  public static var needsVolume: Bool { false }
}

/// A feature of whole bars, whenever they come.
public protocol BarFeature: Feature {
  /// Takes the next bar and writes one value for each output, NaN for a missing one.
  mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>)
}

extension BarFeature {
  public mutating func update(
    _ bar: Bar, at ts: Timestamp, into values: inout MutableSpan<Double>
  ) {
    update(bar, into: &values)
  }
}

/// A feature of one number a bar: the close, or whatever else it is given.
///
/// An output in the unit `price` has the unit of that number.
public protocol NumberFeature: Feature {
  /// Whether it takes NaN for a missing number too. Others are passed over at such a bar: they
  /// stay as they were, and their outputs are missing.
  static var takesMissing: Bool { get }

  /// Takes the next number, which is finite, and writes one value for each output, NaN for a
  /// missing one.
  mutating func update(_ value: Double, into values: inout MutableSpan<Double>)
}

extension NumberFeature {
  public static var takesMissing: Bool { false }

  public mutating func update(
    _ bar: Bar, at ts: Timestamp, into values: inout MutableSpan<Double>
  ) {
    update(bar.close.double, into: &values)
  }
}

/// One column of a feature.
public struct FeatureOutput: Sendable, Hashable {
  /// What is written behind the name of the feature; empty for the first output of most.
  public let suffix: String
  public let unit: FeatureUnit

  public init(_ suffix: String, _ unit: FeatureUnit) {
    self.suffix = suffix
    self.unit = unit
  }

  /// The only or first output, which has the name of the feature.
  public init(_ unit: FeatureUnit) { self.init("", unit) }
}
