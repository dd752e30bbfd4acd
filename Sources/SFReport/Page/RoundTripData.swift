import SFCore

/// Round trips as columns for the script of a page, those that are closed before those that are
/// open. Names stand once, times as differences.
struct RoundTripData {
  private let positions: [PositionChange]
  private let closed: Int
  private let thinned: Thinned<PositionChange>

  init(_ thinned: Thinned<PositionChange>, open: [PositionChange]) {
    self.thinned = thinned
    closed = thinned.elements.count
    positions = thinned.elements + open
  }

  var json: String {
    PageData.object([
      // Closed ones first; what open ones do not have is 0 or none.
      ("count", "\(thinned.count)"), ("stride", "\(thinned.stride)"), ("closed", "\(closed)"),
      ("symbol", names { $0.symbol.text }), ("detector", names { $0.detector ?? "" }),
      ("reason", names { $0.closing?.exitReason ?? "" }),
      ("direction", column { Int64($0.direction.sign) }),
      ("entryTime", differences { $0.entryTime.milliseconds }),
      (
        "held",
        column { position in position.closing.map { $0.exitTime - position.entryTime } ?? 0 }
      ),
      // Amounts in units of 10⁻⁸; an exit beside its entry.
      ("entryPrice", differences { $0.entryPrice.units }),
      (
        "exitPrice",
        column { position in
          position.closing.map { $0.exitPrice.units &- position.entryPrice.units } ?? 0
        }
      ),
      ("quantity", column { $0.quantity.units }),
      ("pnl", column { $0.closing?.pnl.units ?? 0 }),
      ("fees", column { $0.closing?.fees.units ?? 0 }),
      ("bars", column { Int64($0.closing?.bars ?? 0) }),
      ("mfe", PackedNumbers.json(positions.map { $0.closing?.mfe })),
      ("mae", PackedNumbers.json(positions.map { $0.closing?.mae })),
    ])
  }

  private func column(_ value: (PositionChange) -> Int64) -> String {
    PackedIntegers.json(positions.map(value))
  }

  /// Each less the one before, the first as it is.
  private func differences(_ value: (PositionChange) -> Int64) -> String {
    var last: Int64 = 0
    return column { position in
      let own = value(position)
      defer { last = own }
      return own &- last
    }
  }

  /// The names in the order in which they come, and the place of each position's.
  private func names(_ name: (PositionChange) -> String) -> String {
    var places: [String: Int] = [:]
    var list: [String] = []
    let indices = positions.map { position -> Int64 in
      let text = name(position)
      if let place = places[text] { return Int64(place) }
      places[text] = list.count
      list.append(text)
      return Int64(list.count - 1)
    }
    return PageData.object([
      ("names", PageData.list(list.map(PageData.text))),
      ("of", PackedIntegers.json(indices)),
    ])
  }
}
