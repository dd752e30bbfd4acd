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
      ("count", "\(thinned.count)"), ("stride", "\(thinned.stride)"), ("closed", "\(closed)"),
      ("symbol", names { $0.symbol.text }), ("detector", names { $0.detector ?? "" }),
      ("reason", names { $0.closing?.exitReason ?? "" }),
      ("direction", column { "\($0.direction.sign)" }),
      ("entryTime", differences),
      (
        "held",
        column { position in
          position.closing.map { "\($0.exitTime - position.entryTime)" } ?? "null"
        }
      ),
      ("entryPrice", column { $0.entryPrice.description }),
      ("exitPrice", column { $0.closing?.exitPrice.description ?? "null" }),
      ("pnl", column { $0.closing?.pnl.description ?? "null" }),
      ("bars", column { $0.closing.map { "\($0.bars)" } ?? "null" }),
      ("return", PackedNumbers.json(positions.map(\.returnFraction))),
      ("mfe", PackedNumbers.json(positions.map { $0.closing?.mfe })),
      ("mae", PackedNumbers.json(positions.map { $0.closing?.mae })),
    ])
  }

  private func column(_ text: (PositionChange) -> String) -> String {
    PageData.list(positions.map(text))
  }

  private var differences: String {
    var last: Int64 = 0
    return column { position in
      defer { last = position.entryTime.milliseconds }
      return "\(position.entryTime.milliseconds - last)"
    }
  }

  /// The names in the order in which they come, and the place of each position's.
  private func names(_ name: (PositionChange) -> String) -> String {
    var places: [String: Int] = [:]
    var list: [String] = []
    let indices = positions.map { position in
      let text = name(position)
      if let place = places[text] { return place }
      places[text] = list.count
      list.append(text)
      return list.count - 1
    }
    return PageData.object([
      ("names", PageData.list(list.map(PageData.text))),
      ("of", PageData.list(indices.map(String.init))),
    ])
  }
}
