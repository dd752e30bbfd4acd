import SFCore

/// What the book holds and has asked for: positions that do not close, and entries that wait.
extension RiskBook {
  /// Cash and positions at the last closes; `nil` when it is out of range.
  public func equity(at closes: [Price]) -> Money? {
    // In place, and by parts: to hand on a position copies the whole, at every mark.
    let equity = positions.withUnsafeBufferPointer { held in
      var equity = cash
      for index in held.indices {
        let size = closes[held[index].series] * held[index].quantity
        if held[index].direction == .long { equity += size } else { equity -= size }
      }
      return equity
    }
    return equity.isInRange ? equity : nil
  }

  /// Σ |notional| at the last closes over what counts, by series; `nil` when it is out of range.
  public func notional(
    at closes: [Price], of counts: (SeriesIndex) -> Bool = { _ in true }
  ) -> Money? {
    var sum = Money.zero
    for position in positions where !position.isClosing && counts(position.series) {
      sum += closes[position.series] * position.quantity
    }
    for entry in entries where counts(entry.series) { sum += closes[entry.series] * entry.open }
    return sum.isInRange ? sum : nil
  }

  /// The same with the sign of each direction; `nil` when it is out of range.
  public func net(at closes: [Price]) -> Money? {
    var sum = Money.zero
    for position in positions where !position.isClosing {
      sum += position.value(at: closes[position.series])
    }
    for entry in entries {
      let notional = closes[entry.series] * entry.open
      sum += entry.direction == .long ? notional : -notional
    }
    return sum.isInRange ? sum : nil
  }

  /// Positions that do not close, and entries that have not opened one.
  public var slots: Int {
    positions.count { !$0.isClosing } + entries.count { !$0.hasOpened }
  }

  /// The series that are held or wait, each once, in the order in which they came.
  public var series: [SeriesIndex] {
    var list: [SeriesIndex] = []
    for position in positions where !position.isClosing && !list.contains(position.series) {
      list.append(position.series)
    }
    for entry in entries where !list.contains(entry.series) { list.append(entry.series) }
    return list
  }
}
