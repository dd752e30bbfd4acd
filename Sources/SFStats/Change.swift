import SFCore

extension Price {
  /// (this − base) / base: exact but for two roundings; the base must be above zero.
  func change(from base: Price) -> Double {
    let (difference, overflow) = units.subtractingReportingOverflow(base.units)
    // An Int128 would hold it, but its way to a double is thirty times as long.
    let distance = overflow ? Double(units) - Double(base.units) : Double(difference)
    return distance / Double(base.units)
  }
}
