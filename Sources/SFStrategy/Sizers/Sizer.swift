import SFCore

/// Says how much to put into an entry.
public protocol Sizer: Component, ColumnReader {
  /// The notional in quote currency, before caps; `nil` when it is out of range. `row` are the
  /// columns of the bar at which the entry is decided.
  func notional(_ context: SizingContext, _ row: Span<Double>) -> Price?
}

/// What a sizer knows at the moment of asking.
public struct SizingContext: Sendable {
  /// Cash and positions at the last closes; orders that wait do not change it. Greater than zero.
  public let equity: Money
  public let signal: Signal

  public init(equity: Money, signal: Signal) {
    self.equity = equity
    self.signal = signal
  }
}

public enum SizerList: ComponentList {
  public typealias Member = any Sizer
  public static var catalog: Catalog { sizerCatalog }
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
