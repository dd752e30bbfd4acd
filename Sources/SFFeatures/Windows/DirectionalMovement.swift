import SFCore

/// Wilder's directional movement: by how much a bar goes beyond the one before, upwards or
/// downwards, whichever is more, and the true range, each as Wilder's running sum.
///
/// The sums begin with `period - 1` bars; from then on each bar takes one
/// `period`-th away and adds its own (Wilder, "New Concepts in Technical Trading
/// Systems", 1978).
struct DirectionalMovement: Codable, Sendable {
  private let period: Double
  /// High, low and close of the last bar; `nil` before the first.
  private var previous: Prices?
  /// Bars that have one before them.
  private var count = 0.0
  private var plus = 0.0
  private var minus = 0.0
  private var range = 0.0

  private struct Prices: Codable, Sendable {
    var high: Double
    var low: Double
    var close: Double
  }

  init(_ period: Int) { self.period = Double(period) }

  @inline(__always)
  mutating func update(_ bar: Bar) {
    let now = Prices(high: bar.high.double, low: bar.low.double, close: bar.close.double)
    defer { previous = now }
    guard let previous else { return }
    count += 1
    if count >= period {
      plus -= plus / period
      minus -= minus / period
      range -= range / period
    }
    let (up, down) = (now.high - previous.high, previous.low - now.low)
    if up > down, up > 0 { plus += up } else if down > up, down > 0 { minus += down }
    range += max(
      now.high - now.low, (now.high - previous.close).magnitude,
      (now.low - previous.close).magnitude)
  }

  /// The sums of the movements upwards and downwards; `nil` while they are being begun.
  var movements: (plus: Double, minus: Double)? {
    count >= max(period - 1, 1) ? (plus, minus) : nil
  }

  /// The movements in percent of the range; `nil` while they are being begun, and where there was
  /// none: a sum that small is what is left of ranges long past.
  var indicators: (plus: Double, minus: Double)? {
    guard count >= period, range >= leastRemnant else { return nil }
    return (100 * (plus / range), 100 * (minus / range))
  }

  /// The distance of the indicators in percent of their sum; `nil` when there is no movement.
  var index: Double? {
    guard let (plus, minus) = indicators, plus + minus >= 1e-14 else { return nil }
    return 100 * ((minus - plus).magnitude / (minus + plus))
  }
}
