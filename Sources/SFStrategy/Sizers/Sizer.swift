import SFCore

/// Says how much to put into an entry.
///
/// A sizer that learns is shown every mark, so that its memory is filled before the
/// first entry. What it needs and does not know is a reason to say no, never a guess.
public protocol Sizer: Component, ColumnReader {
  /// Whether it asks how many bars a year has.
  static var readsBarsPerYear: Bool { get }

  /// Whether it is to be shown the marks.
  static var learns: Bool { get }

  /// Takes a mark, with the values of its rows.
  mutating func update(_ mark: MarkView, _ values: Span<Double>)

  /// The notional in quote currency, before caps. `row` are the columns of the bar at which the
  /// entry is decided.
  func notional(_ context: SizingContext, _ row: Span<Double>) throws(NoSize) -> Price

  /// The numbers that led to it.
  func numbers(_ context: SizingContext, _ row: Span<Double>) -> [NamedNumber]
}

extension Sizer {
  public static var readsBarsPerYear: Bool { false }
  public static var learns: Bool { false }
  public mutating func update(_ mark: MarkView, _ values: Span<Double>) {}
  public func numbers(_ context: SizingContext, _ row: Span<Double>) -> [NamedNumber] { [] }
}

/// Why a sizer refuses an entry.
public struct NoSize: Error, Hashable {
  public let reason: RefusalReason
  /// What people should be told once; `nil` for nothing.
  public let notice: String?

  public init(_ reason: RefusalReason, notice: String? = nil) {
    self.reason = reason
    self.notice = notice
  }

  public static let outOfRange = NoSize(.data(.outOfRange))

  /// A column that the sizer needs has no value.
  public static func missing(_ column: String) -> NoSize { NoSize(.missing(column)) }

  /// A volatility or a distance that must be greater than 0 is not.
  public static func zero(_ column: String) -> NoSize { NoSize(.zero(column)) }
}

/// What a sizer knows at the moment of asking.
public struct SizingContext: Sendable {
  /// Cash and positions at the last closes; orders that wait do not change it. Greater than zero.
  public let equity: Money
  public let signal: Signal
  /// The series on which the symbol trades.
  public let series: SeriesIndex
  /// The close at which the entry is decided. Greater than zero.
  public let close: Price
  /// How many bars a year has; NaN when no sizer asks.
  public let barsPerYear: Double
  /// The series of the open positions that do not close and of the entries that wait.
  public let held: [SeriesIndex]

  public init(
    equity: Money, signal: Signal, series: SeriesIndex = 0, close: Price = 1,
    barsPerYear: Double = .nan, held: [SeriesIndex] = []
  ) {
    self.equity = equity
    self.signal = signal
    self.series = series
    self.close = close
    self.barsPerYear = barsPerYear
    self.held = held
  }

  /// A part of equity that was computed, to the nearest 10⁻⁸, ties to even.
  func part(_ fraction: Double) throws(NoSize) -> Price {
    guard let notional = Price(rounding: equity.double * fraction) else { throw .outOfRange }
    return notional
  }

  /// A part of equity that was given, exact but for one rounding.
  func part(_ fraction: Ratio) throws(NoSize) -> Price {
    guard let notional = equity.fraction(fraction) else { throw .outOfRange }
    return notional
  }
}

extension Money {
  /// A fraction of it, to the nearest 10⁻⁸, ties to even; `nil` when it is out of range.
  public func fraction(_ ratio: Ratio) -> Price? {
    let (product, overflow) = units.multipliedReportingOverflow(by: Int128(ratio.units))
    guard !overflow else { return nil }
    let unit: Int128 = 10_000_000_000_000_000
    var (quotient, remainder) = product.quotientAndRemainder(dividingBy: unit)
    let twice = remainder.magnitude * 2
    if twice > unit.magnitude || (twice == unit.magnitude && quotient & 1 == 1) {
      quotient += product < 0 ? -1 : 1
    }
    return Int64(exactly: quotient).map(Price.init(units:))
  }
}
