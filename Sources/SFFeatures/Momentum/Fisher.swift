import SFCore

/// Ehlers' Fisher transform of where the bar lies in the range of the last `period` bars.
///
///     x = 0.66 · (place in the range − 0.5) + 0.67 · x before, at most ±0.999
///     fisher = ln((1 + x) / (1 − x)) / 2 + fisher before / 2
///
/// The place is that of (high + low) / 2, 0 to 1; in a range of nothing there is
/// none, and no value. The signal is the value of the bar before. It begins at 0
/// with bar `period`, and again where there was no range (John Ehlers, "Using the
/// Fisher transform", 2002).
public struct Fisher: BarFeature {
  public static let kind = "fisher"
  public static let group = FeatureGroup.momentum
  public static let summary = "Fisher transform of the place in the range, and its value before."
  public static let parameters = [
    Parameter.period(default: 9, "bars of the range")
  ]
  public static let outputs = [FeatureOutput(.none), FeatureOutput("signal", .none)]

  public let period: Int
  private var highest: RollingExtreme<Double>
  private var lowest: RollingExtreme<Double>
  /// Smoothed place and its transform; `nil` until there is a range.
  private var state: SIMD2<Double>?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    highest = RollingExtreme(.greatest, period)
    lowest = RollingExtreme(.smallest, period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let middle = bar.medianPrice
    let highest = highest.update(middle)
    let lowest = lowest.update(middle)
    guard let highest, let lowest, let before = state, highest > lowest else {
      if highest != nil { state = .zero }
      return values.update(repeating: .nan)
    }
    let place = (middle - lowest) / (highest - lowest) - 0.5
    let smooth = min(0.999, max(-0.999, 0.66 * place + 0.67 * before.x))
    let next = SIMD2(smooth, 0.5 * ((1 + smooth) / (1 - smooth)).logarithm + 0.5 * before.y)
    state = next
    values[0] = next.y
    values[1] = before.y
  }
}
