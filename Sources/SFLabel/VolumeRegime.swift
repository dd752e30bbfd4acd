import SFCore

/// Whether much (1), little (-1) or as much as usual (0) is traded in the coming bars.
public struct VolumeRegime: Labeler {
  public static let kind = "volume_regime"
  public static let summary =
    "Whether the volume of the next bars is high (1), low (-1) or neither (0) among the past."
  public static let parameters = Regime.parameters
  public static let needsVolume = true

  private var regime: Regime
  private var volumes: SlidingSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    regime = try Regime(arguments)
    volumes = SlidingSum(regime.horizon)
  }

  public mutating func update(_ seen: SeenBar, into known: inout [Outcome]) {
    volumes.push(seen.bar.volume ?? 0)
    if let outcome = regime.update(seen, measure: volumes.isFull ? volumes.sum : nil) {
      known.append(outcome)
    }
  }

  public var open: [Outcome] { regime.open }
}
