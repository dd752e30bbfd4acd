import SFCore

/// Fills and cancels of orders.
extension TradeCheck {
  mutating func check(_ fill: Fill, _ ts: Timestamp, _ findings: inout Findings) {
    if !fills.insert(fill.id).inserted {
      findings.fail("id", "found the fill '\(fill.id)' twice, expected each id once")
      return
    }
    if !fill.id.hasPrefix(fill.order + "-") {
      findings.warn("id", "found the fill id '\(fill.id)', expected '\(fill.order)-' and a number")
    }
    if fill.at > ts {
      findings.fail("time", "found a fill at \(fill.at), expected it at or before its ts \(ts)")
    }
    guard var state = orders[fill.order] else {
      if isOfVenue || isOlder(fill.order) { return }
      findings.fail("reference", "found a fill of the order '\(fill.order)', which is not known")
      return
    }
    let order = state.order
    if order.symbol != fill.symbol || order.side != fill.side || order.position != fill.position {
      findings.fail(
        "reference",
        "found a fill to \(fill.side.rawValue) \(fill.symbol) for '\(fill.position)', expected what its order says: "
          + "\(order.side.rawValue) \(order.symbol) for '\(order.position)'")
    }
    if state.isDone {
      findings.fail("reference", "found a fill of the order '\(order.id)', which is done")
    }
    state.filled += Int128(fill.quantity.units)
    if state.filled > order.quantity.units {
      findings.fail(
        "quantity",
        "found \(Quantity(units: Int64(clamping: state.filled))) filled of the order '\(order.id)', expected at most \(order.quantity)"
      )
    }
    checkRemaining(fill, &state, &findings)
    orders[fill.order] = state
  }

  /// What still works of an order that fills in parts; none of it is said of one that fills at once.
  private func checkRemaining(
    _ fill: Fill, _ state: inout OrderState, _ findings: inout Findings
  ) {
    let left = max(Int64(clamping: Int128(state.order.quantity.units) - state.filled), 0)
    guard let remaining = fill.remaining else {
      if state.isInParts {
        findings.fail(
          "remaining",
          "found no 'remaining' of the order '\(fill.order)', expected what still works, as before")
      }
      state.isDone = true
      return
    }
    if remaining < .zero || remaining.units > left {
      findings.fail(
        "remaining",
        "found remaining \(remaining) of the order '\(fill.order)', expected 0 to \(Quantity(units: left))"
      )
    }
    state.isInParts = true
    state.isDone = remaining <= .zero
  }

  mutating func check(_ cancel: Cancel, _ findings: inout Findings) {
    if !cancels.insert(cancel.order).inserted {
      findings.fail("id", "found a second cancel of the order '\(cancel.order)', expected one")
    }
    guard let order = orders[cancel.order]?.order else {
      if isOlder(cancel.order) { return }
      findings.fail(
        "reference", "found a cancel of the order '\(cancel.order)', which is not known")
      return
    }
    if order.symbol != cancel.symbol {
      findings.fail(
        "reference",
        "found a cancel of \(cancel.symbol), expected the order's symbol, \(order.symbol)")
    }
  }
}
