import SFCore

/// Refuses entries while the equity is deep below its high.
///
/// The drawdown is that after the exits of a mark. Above `max` entries stop;
/// they begin again when it has come back to `resume`. Both are exact: a
/// drawdown of `max` does not exceed it.
///
///     max 0.1, resume 0.05
///     drawdown   0.08   0.1   0.11   0.07   0.05
///                yes    yes   no     no     yes
public struct DrawdownFilter: EntryFilter {
  public static let kind = "drawdown"
  public static let summary = "Refuses entries while equity is deep below its high."
  public static let parameters = [
    Parameter(
      "max", .ratio, default: "0.1", most: 1, "a drawdown above it stops entries, a fraction"),
    Parameter(
      "resume", .ratio, default: "0.05", most: 1, "a drawdown at or below it lets them begin again"),
  ]

  public let max: Ratio
  public let resume: Ratio
  private var isStopped: Bool?
  /// At the last mark; `nil` before the first.
  private var drawdown: Double?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = try arguments.positiveRatio("max")
    resume = arguments.ratio("resume")
    guard resume >= .zero, resume <= max else {
      throw ConfigurationError("resume", "must be 0 to max (\(max)), is \(resume)")
    }
  }

  public mutating func update(_ mark: MarkView, _ values: Span<Double>) {
    let high = Swift.max(Money(mark.highWater), mark.equity)
    let depth = high - mark.equity
    if Self.exceeds(depth, max, of: high) {
      isStopped = true
    } else if isStopped == nil || !Self.exceeds(depth, resume, of: high) {
      isStopped = false
    }
    drawdown = high > .zero ? depth.double / high.double : nil
  }

  /// Whether a depth is more than that fraction of the high, exactly.
  private static func exceeds(_ depth: Money, _ fraction: Ratio, of high: Money) -> Bool {
    // Twice the width holds the products: a fraction has eight decimals, a money sixteen.
    let one = UInt128(Ratio.one.units.magnitude)
    let left = depth.units.magnitude.multipliedFullWidth(by: one)
    let right = high.units.magnitude.multipliedFullWidth(by: UInt128(fraction.units.magnitude))
    return left.high != right.high ? left.high > right.high : left.low > right.low
  }

  public func answer(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> FilterAnswer {
    switch isStopped {
    case nil: .unknown(.data(.noEquityYet))
    case true?: .no(.rule(.drawdown))
    case false?: .yes
    }
  }

  public func numbers(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> [NamedNumber] {
    [NamedNumber("drawdown", drawdown)]
  }
}
