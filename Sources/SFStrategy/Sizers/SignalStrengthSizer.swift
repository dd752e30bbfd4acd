import SFCore

/// Puts more into a signal that is surer of itself.
///
/// base · E · (probability, else strength clamped to 0…1, else 1)
public struct SignalStrengthSizer: Sizer {
  public static let kind = "signal_strength"
  public static let summary = "Puts a fraction of equity, scaled by the signal, into each entry."
  public static let parameters = [
    Parameter("base", .ratio, default: "0.1", most: 1, "of equity, for a signal that is sure")
  ]

  public let base: Ratio

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    base = try arguments.positiveRatio("base")
  }

  private func scale(_ signal: Signal) -> Double {
    signal.probability ?? min(1, max(0, signal.knownStrength))
  }

  public func notional(
    _ context: SizingContext, _ row: Span<Double>
  ) throws(NoSize) -> Price {
    let scale = scale(context.signal)
    guard scale > 0 else { throw NoSize(.rule(.noStrength)) }
    return scale == 1 ? try context.part(base) : try context.part(base.double * scale)
  }

  public func numbers(_ context: SizingContext, _ row: Span<Double>) -> [NamedNumber] {
    [NamedNumber("scale", scale(context.signal))]
  }
}
