/// What the numbers of a column measure.
///
/// A component that needs a distance in quote currency must not be given a
/// percentage: the one is a price, the other would be a level in the middle of
/// nowhere. So columns carry their unit, and components say which they take.
public enum FeatureUnit: String, Sendable, Codable, CaseIterable {
  /// Quote currency for one unit of the base asset, or a distance in it.
  case price
  /// 0.01 is one percent.
  case fraction
  /// 1.0 is one percent.
  case percent
  /// Anything else: an index, a count, a volume.
  case none
}
