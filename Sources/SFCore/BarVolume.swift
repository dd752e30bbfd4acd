extension Bar {
  /// Whether anything was traded in it; a bar that does not say has traded.
  @inlinable public var hasTraded: Bool { volume.map { $0 > 0 } ?? true }

  /// The largest quantity that is at most a fraction of what was traded, down to the step of the
  /// lot; `nil` when the bar does not say.
  public func share(_ fraction: Ratio, _ lot: Lot) -> Quantity? {
    volume.map { volume in
      let units = (volume * fraction.double * 1e8).rounded(.down)
      return lot.down(Quantity(units: units < 9e18 ? Int64(max(0, units)) : Int64.max))
    }
  }
}
