import SFCore

/// Watches the bars and columns of one series and says when it sees something.
///
/// A detector sees every bar of its series once, in order, with the row of
/// values that belongs to it; NaN is a missing value.
public protocol Detector: Component {
  /// The columns that it needs.
  var columns: [String] { get }

  /// Takes the positions of `columns` in the rows; called before the first bar, and again after a
  /// restart.
  mutating func bind(_ positions: [Int])

  /// Takes the next bar; `nil` when there is nothing to say.
  mutating func update(_ bar: Bar, _ row: Span<Double>) -> Detection?
}

/// What a detector saw at a bar.
public struct Detection: Sendable, Hashable {
  public var direction: SignalDirection
  /// How strong, in the detector's own measure; 1 when it has none.
  public var strength: Double
  /// 0…1; `nil` when the detector does not say.
  public var probability: Double?

  public init(_ direction: SignalDirection, strength: Double = 1, probability: Double? = nil) {
    self.direction = direction
    self.strength = strength
    self.probability = probability
  }
}
