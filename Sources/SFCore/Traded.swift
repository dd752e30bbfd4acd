/// What fills of one side come to: the entry of a position, or its exit.
public struct Traded: Hashable, Sendable, Codable {
  /// What was bought or sold, fees in the asset not yet taken.
  public private(set) var quantity = Quantity.zero
  /// What it cost or brought, without fees.
  public private(set) var money = Money.zero
  /// Fees that cash has paid.
  public private(set) var fees = Money.zero
  /// Fees that were taken in the asset, valued at the prices of their fills: they are in `quantity`.
  public private(set) var assetFees = Money.zero

  public init() {}

  public init(_ fill: BookedFill) {
    quantity = fill.quantity
    money = fill.price * fill.quantity
    fees = fill.fee
    assetFees = fill.price * fill.assetFee
  }

  /// Adds a fill; `false`, and nothing is changed, when a sum would be out of range.
  public mutating func add(_ fill: BookedFill) -> Bool {
    let (units, overflow) = quantity.units.addingReportingOverflow(fill.quantity.units)
    let sum = money + fill.price * fill.quantity
    guard !overflow, sum.isInRange else { return false }
    quantity = Quantity(units: units)
    money = sum
    fees += fill.fee
    assetFees += fill.price * fill.assetFee
    return true
  }

  /// The mean price by quantity, to the nearest 10⁻⁸, ties to even; `nil` when nothing was traded.
  public var price: Price? {
    guard quantity > .zero else { return nil }
    let divisor = Int128(quantity.units)
    var (units, rest) = money.units.quotientAndRemainder(dividingBy: divisor)
    let twice = rest * 2
    if twice > divisor || (twice == divisor && units & 1 == 1) { units += 1 }
    return Int64(exactly: units).map(Price.init(units:))
  }
}
