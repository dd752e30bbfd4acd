/// Why a bar cannot be.
public struct BarImpossible: Equatable, Sendable {
  public let found: String
  public let expected: String
}

extension Bar {
  /// Whether open and close lie between low and high, and so high at or above low.
  @inlinable public var hasRange: Bool {
    low <= open && low <= close && open <= high && close <= high
  }

  /// Why the bar cannot be, by the one rule that all readers have: prices are above 0, open and
  /// close lie between low and high, volume is 0 or more. `nil` when it can.
  public var fault: BarImpossible? {
    if let volume, volume < 0 {
      return BarImpossible(found: "a volume of \(volume)", expected: "a volume of 0 or more")
    }
    guard min(min(open, close), min(high, low)) > 0 else {
      return BarImpossible(found: "a price of 0 or less", expected: "prices above 0")
    }
    if high < low {
      return BarImpossible(
        found: "high \(high) below low \(low)", expected: "high at or above low")
    }
    if hasRange { return nil }
    let (name, price) = (low...high).contains(open) ? ("close", close) : ("open", open)
    return BarImpossible(
      found: "\(name) \(price) outside of \(low) to \(high)", expected: "it inside")
  }
}
