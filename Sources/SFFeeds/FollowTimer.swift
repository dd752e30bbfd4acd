import SFCore

/// When a bar that is about to close is asked for: shortly after, and, while it has not come, again
/// after pauses that grow.
struct FollowTimer {
  private let length: Int64
  private var asked: Int64 = .min
  private var open: Int64 = .min
  private var pause: Int64 = 0

  /// An exchange needs a moment to put the bar together, and one that sends it by itself is given
  /// the time to do so.
  private let behindClose: Int64
  private static let (shortest, longest) = (Int64(300), Int64(5_000))

  init(_ grid: BarGrid, isStreamed: Bool) {
    length = grid.length
    behindClose = isStreamed ? 1_500 : 200
  }

  /// The time at which the bar that opens then is to be asked for.
  func due(_ open: Int64) -> Int64 {
    let closed = open + length + behindClose
    return open == self.open ? max(closed, asked + pause) : closed
  }

  /// Notes that it is asked for.
  mutating func asks(at now: Int64, for open: Int64) {
    pause = open == self.open ? min(pause * 2, Self.longest) : Self.shortest
    self.open = open
    asked = now
  }
}
