import SFCore

/// Windows that wait for a price above, a price below, or their last bar, whatever comes first.
///
/// A level is touched by the high or the low of a bar. Whether a bar's high
/// came before its low is unknown: of two levels that one bar touches, the
/// worse counts, which is the lower one for a rise and the upper one for a
/// fall. A bar that opens beyond a level touches it at its open.
///
/// A bar costs O(log n) for each level that it touches, n being the windows
/// that are open.
struct Barriers: Codable, Sendable {
  /// A window that is open: where it began, and what it waits for.
  struct Window: Codable, Sendable {
    let anchor: Anchor
    let direction: SignalDirection
    let detector: String?
    let upper: Price?
    let lower: Price?
    /// The number of the bar at which it opened.
    fileprivate let bar: Int
    fileprivate var isOpen = true
    /// What the bar at hand touches.
    fileprivate var touch = Touch.none
  }

  /// How a window closed.
  enum Touch: Codable { case upper, lower, none }

  let horizon: Int
  private var bars = 0
  /// In the order of opening; those before `first` are closed, and some behind it are.
  private var windows: [Window] = []
  private var first = 0
  /// How many windows opened before those in `windows`: what a window is called stays the same.
  private var forgotten = 0
  private var above = LevelHeap()
  private var below = LevelHeap()
  /// The windows that the bar at hand closes.
  private var closing: [Int] = []

  init(horizon: Int) { self.horizon = horizon }

  /// The windows that are open, the oldest first.
  var open: [Window] { windows[first...].filter(\.isOpen) }

  /// Opens a window behind the bar that was shown last.
  mutating func open(
    _ anchor: Anchor, _ direction: SignalDirection, upper: Price?, lower: Price?,
    detector: String? = nil
  ) {
    let id = forgotten + windows.count
    if let upper { above.insert(upper.units, id: id) }
    if let lower { below.insert(-lower.units, id: id) }
    windows.append(
      Window(
        anchor: anchor, direction: direction, detector: detector, upper: upper, lower: lower,
        bar: bars))
  }

  /// Shows the next bar, and calls `close` for each window that it closes, the oldest first: with
  /// what was touched, at which price, and how many bars it took.
  mutating func update(_ bar: Bar, _ close: (Window, Touch, Price, Int) -> Void) {
    bars += 1
    while let entry = above.pop(through: bar.high.units) { touch(entry.id, .upper) }
    while let entry = below.pop(through: -bar.low.units) { touch(entry.id, .lower) }
    var place = first
    while place < windows.count, windows[place].bar + horizon <= bars {
      if windows[place].isOpen, windows[place].touch == .none {
        closing.append(forgotten + place)
      }
      place += 1
    }
    if closing.count > 1 { closing.sort() }
    for id in closing {
      let window = windows[id - forgotten]
      close(window, window.touch, price(window, bar), bars - window.bar)
      windows[id - forgotten].isOpen = false
    }
    closing.removeAll(keepingCapacity: true)
    forget()
  }

  private func isOpen(_ id: Int) -> Bool {
    id - forgotten >= first && windows[id - forgotten].isOpen
  }

  private mutating func touch(_ id: Int, _ touch: Touch) {
    guard isOpen(id) else { return }
    let window = windows[id - forgotten]
    if window.touch == .none {
      closing.append(id)
    } else if window.direction == .fall {
      // Upper levels are looked at first, and for a fall they are the worse ones.
      return
    }
    windows[id - forgotten].touch = touch
  }

  private func price(_ window: Window, _ bar: Bar) -> Price {
    switch window.touch {
    case .upper: max(bar.open, window.upper ?? bar.open)
    case .lower: min(bar.open, window.lower ?? bar.open)
    case .none: bar.close
    }
  }

  /// Lets go of what is closed, so that memory is bounded by the windows that are open.
  private mutating func forget() {
    while first < windows.count, !windows[first].isOpen { first += 1 }
    if first > windows.count / 2 {
      windows.removeFirst(first)
      forgotten += first
      first = 0
    }
    let most = 2 * (windows.count - first) + 16
    if above.count > most { above.keep(where: isOpen) }
    if below.count > most { below.keep(where: isOpen) }
  }
}

extension Anchor {
  /// The lowest price that gains this fraction, exactly: 103 for 0.03 from 100.
  func level(above fraction: Ratio) -> Price {
    let (units, rest) = scaled(by: Ratio.one.units + fraction.units)
    return Price(units: rest > 0 ? units + 1 : units)
  }

  /// The highest price that loses this fraction, exactly.
  func level(below fraction: Ratio) -> Price {
    let (units, rest) = scaled(by: Ratio.one.units - fraction.units)
    return Price(units: rest < 0 ? units - 1 : units)
  }

  private func scaled(by factor: Int64) -> (units: Int64, rest: Int128) {
    let (units, rest) = (Int128(close.units) * Int128(factor))
      .quotientAndRemainder(dividingBy: Int128(Ratio.one.units))
    // A level beyond all prices is never touched.
    return (Int64(clamping: units), rest)
  }
}
