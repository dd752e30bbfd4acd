import SFCore

/// What a bar of its symbol does to an entry that waits.
enum Match: Hashable, Sendable {
  /// It goes on waiting.
  case rests
  /// A market order fills at the open.
  case atOpen(Price)
  /// A limit fills at an open that is better.
  case atBetterOpen(Price)
  /// A limit fills at its price, inside the bar.
  case inside(Price)
  /// It is refused: why.
  case refused(RefusalReason)
}

extension WaitingOrders.Waiting {
  /// Matches an entry with a bar that opened at `opened`.
  ///
  /// `maxWait` is how long, in milliseconds, the first bar may keep it waiting; `nil` for any time.
  func match(_ bar: Bar, opened: Timestamp, maxWait: Int64?) -> Match {
    let isFresh = order.maxBars == nil || bars == 0
    if isFresh, let maxWait, opened - decided > maxWait { return .refused(.ended(.maxWait)) }
    guard let maxBars = order.maxBars, let limit = order.price else {
      return bar.hasTraded ? .atOpen(bar.open) : .rests
    }
    if bar.hasTraded {
      let isBetter = direction == .long ? bar.open < limit : bar.open > limit
      if isBetter { return .atBetterOpen(bar.open) }
      // Touching is not enough: others may have stood before us at that price.
      let isBeyond = direction == .long ? bar.low < limit : bar.high > limit
      if isBeyond { return .inside(limit) }
    }
    return bars + 1 >= maxBars ? .refused(.ended(.expired)) : .rests
  }
}
