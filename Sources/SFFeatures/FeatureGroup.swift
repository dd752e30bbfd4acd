/// What a feature is about: the headings of `--list`, in their order.
public enum FeatureGroup: String, Sendable, CaseIterable {
  /// Means of the price, in its unit.
  case averages
  /// Lines above and below the price.
  case channels
  /// How fast the price moves, as an oscillator.
  case momentum
  /// Whether the price moves in one direction, and in which.
  case trend
  case volume
  /// How far the price moves, in either direction.
  case volatility
  /// Another price made of those of one bar, or of a few.
  case price
  case returns
  /// What the Hilbert transform and other filters say about periods.
  case cycles
  case statistics
  /// Hours, weekdays, sessions.
  case time
  /// What needs the other symbols of the same mark.
  case across
  /// What is made of other columns.
  case composition
}
