import SFCore
import SFExpressions

/// Watches the bars and columns of one series and says at every bar what it sees.
///
/// A detector sees every bar of its series once, in order, with the row of
/// values that belongs to it; NaN is a missing value. It says whether what it
/// looks for is there, not whether that is news: the stage makes signals of it.
public protocol Detector: Component {
  /// What its strengths measure.
  static var strengthUnit: StrengthUnit { get }

  /// The columns and market fields that it needs.
  var names: [String] { get }

  /// Whether a bound detector needs the market fields of the bar: else it is handed none.
  var readsFields: Bool { get }

  /// Takes where each of `names` stands; called before the first bar, and again after a restart.
  mutating func bind(_ places: [ValuePlace])

  /// Takes the next bar.
  mutating func update(
    _ bar: Bar, _ fields: [MarketField], _ row: Span<Double>
  ) -> Observation
}

/// What a detector sees at a bar, for both directions.
public struct Observation: Sendable, Hashable {
  public var rise: Sighting
  public var fall: Sighting
  /// 0…1, of whichever is there; `nil` when the detector does not say.
  public var probability: Double?
  /// Whether the bar says nothing of what is looked for, so that nothing is said, and what was there
  /// at the bar before is what was there at the next one.
  public var isSilent = false

  public init(
    rise: Sighting = .absent, fall: Sighting = .absent, probability: Double? = nil
  ) {
    self.rise = rise
    self.fall = fall
    self.probability = probability
  }
}

/// Whether what is looked for is there.
public enum Sighting: Sendable, Hashable {
  /// A value that decides it is missing.
  case unknown
  case absent
  /// How strong, in the detector's own measure; finite, 1 when it has none.
  case present(strength: Double)

  var isPresent: Bool {
    if case .present = self { return true }
    return false
  }
}
