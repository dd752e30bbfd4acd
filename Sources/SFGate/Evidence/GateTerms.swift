import SFCore

/// What a gate asks for.
public struct GateTerms: Hashable, Sendable {
  /// So many days on end are judged, and more where they have too few round trips.
  public var days = 14
  public var roundTrips = 30
  /// Below the highest equity, as a fraction.
  public var maxDrawdown = 0.15
  public var requiresProfit = true
  /// All but what only living shows.
  public var isRehearsal = false
  public var resamples = 1_000
  public var seed: UInt64 = 1

  public init() {}

  public func validate() throws(ConfigurationError) {
    guard maxDrawdown > 0, maxDrawdown < 1 else {
      throw ConfigurationError(
        "--max-drawdown", "must be a fraction between 0 and 1, is \(maxDrawdown)")
    }
  }
}
