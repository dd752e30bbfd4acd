import SFCore
import SFIngest

/// How strict a check is.
struct CheckLimits {
  /// The z-score above which a price is a spike.
  var spike = 30.0
  /// The returns that a price is compared with.
  var window = 200
  /// So many bars in a row with one price are stuck.
  var stuck = 10
}

/// Looks at the bars of one symbol of a file, one after the other.
struct SeriesCheck {
  let symbol: Symbol
  /// `nil` until it is known.
  private(set) var interval: Interval?
  private(set) var bars = 0
  private(set) var first: Timestamp?
  private(set) var last: RawBars.RawBar?
  private(set) var missing = 0

  private let limits: CheckLimits
  private let distances: RawBars.Distances
  private var jumps = JumpWatch()
  private var spikes: SpikeScore
  /// Bars in a row with one price, and the first of them.
  private var still = 0
  private var stillFrom: RawBars.RawBar?
  /// Bars that were read before the interval was known.
  private var early: [RawBars.RawBar] = []

  /// So many bars tell the interval, as the most frequent distance.
  private static let enough = 64

  init(
    _ symbol: Symbol, _ interval: Interval?, _ limits: CheckLimits, _ distances: RawBars.Distances
  ) {
    self.distances = distances
    self.symbol = symbol
    self.interval = interval
    self.limits = limits
    spikes = SpikeScore(window: limits.window)
  }

  /// Takes the next bar; adds to `findings` what is wrong with it.
  mutating func take(_ bar: RawBars.RawBar, _ findings: inout [BarFinding]) {
    guard interval == nil else { return look(bar, &findings) }
    early.append(bar)
    if early.count == Self.enough { settle(&findings) }
  }

  /// There are no more bars.
  mutating func finish(_ findings: inout [BarFinding]) {
    settle(&findings)
    endStill(&findings)
  }

  /// Decides on the interval and looks at what has waited for it.
  private mutating func settle(_ findings: inout [BarFinding]) {
    guard interval == nil else { return }
    var counts: [Int64: Int] = [:]
    for (a, b) in zip(early, early.dropFirst()) where b.time > a.time {
      counts[b.time - a.time, default: 0] += 1
    }
    let best = counts.filter { Interval(milliseconds: $0.key) != nil }
      .max { ($0.value, -$0.key) < ($1.value, -$1.key) }
    let pairs = zip(early, early.dropFirst())
    // Months have several lengths, of which none is a day's.
    let months = pairs.count { distances.isMonth(from: $0.time, to: $1.time) }
    let areMonths =
      2 * months > early.count - 1
      && pairs.allSatisfy { $1.time - $0.time > 27 * Timestamp.millisecondsPerDay }
    interval = areMonths ? .month : best.flatMap { Interval(milliseconds: $0.key) }
    let waiting = early
    early = []
    for bar in waiting { look(bar, &findings) }
  }

  // MARK: One bar

  private mutating func look(_ bar: RawBars.RawBar, _ findings: inout [BarFinding]) {
    func add(_ fault: BarFault, _ message: String, size: Double? = nil) {
      findings.append(
        BarFinding(
          fault: fault, line: bar.line, column: bar.column, time: bar.time, size: size,
          message: message))
    }
    if let last {
      let distance = bar.time - last.time
      if distance < 0 {
        add(.outOfOrder, "found \(bar.time) behind \(last.time), expected a later time")
        return
      }
      if distance == 0 {
        let isSame = bar.bar == last.bar && bar.fields == last.fields
        add(
          isSame ? .duplicate : .conflict,
          "found \(isSame ? "the bar" : "another bar") of \(bar.time) again, expected it once")
        return
      }
      lookAtDistance(distance, from: last, add)
    }
    bars += 1
    if first == nil { first = bar.time }
    lookAtPrices(bar.bar, add)
    if let jump = jumps.update(bar) { findings.append(jump) }
    lookAtStillness(bar, &findings)
    last = bar
  }

  private mutating func lookAtDistance(
    _ distance: Int64, from last: RawBars.RawBar, _ add: (BarFault, String, Double?) -> Void
  ) {
    guard let interval, let length = interval.milliseconds, distance != length else { return }
    guard let steps = distances.steps(from: last.time, to: last.time + distance, length) else {
      let text = IngestOptions.text(ofLength: distance)
      add(
        .wrongInterval,
        "found \(text) since the last bar, expected a multiple of \(interval)", nil)
      return
    }
    let count = distances.missing(behind: last.time, steps, length)
    if count == 0 { return }
    missing += count
    add(
      .gap,
      "found \(count) \(count == 1 ? "bar" : "bars") missing since \(last.time), expected none",
      Double(count))
  }

  private mutating func lookAtPrices(
    _ bar: Bar, _ add: (BarFault, String, Double?) -> Void
  ) {
    if let volume = bar.volume, volume <= 0 {
      add(
        volume < 0 ? .volume : .noVolume,
        "found a volume of \(volume), expected \(volume < 0 ? "0 or more" : "more")", nil)
    }
    let least = [bar.open, bar.high, bar.low, bar.close].min() ?? bar.low
    guard least > 0 else {
      add(.price, "found a price of \(least), expected prices above 0", nil)
      return spikes.interrupt()
    }
    guard bar.high >= bar.low else {
      add(.highLow, "found high \(bar.high) below low \(bar.low), expected it at or above", nil)
      return spikes.interrupt()
    }
    let range = bar.low...bar.high
    for (name, price) in [("open", bar.open), ("close", bar.close)] where !range.contains(price) {
      add(
        .highLow, "found \(name) \(price) outside of \(bar.low) to \(bar.high), expected it inside",
        nil)
    }
    if let score = spikes.update(bar), score > limits.spike {
      let text = String(describing: (score * 10).rounded() / 10)
      add(
        .spike,
        "found \(bar.low) to \(bar.high), \(text) deviations from the close before, expected at most "
          + "\(limits.spike)", score)
    }
  }

  private mutating func lookAtStillness(
    _ bar: RawBars.RawBar, _ findings: inout [BarFinding]
  ) {
    let now = bar.bar
    let isStill = now.high == now.low && now.open == now.close && now.open == now.high
    if isStill, let last, still > 0, last.bar.close == now.close {
      still += 1
      return
    }
    endStill(&findings)
    if isStill { (still, stillFrom) = (1, bar) }
  }

  private mutating func endStill(_ findings: inout [BarFinding]) {
    if still >= limits.stuck, let bar = stillFrom {
      findings.append(
        BarFinding(
          fault: .stuck, line: bar.line, column: bar.column, time: bar.time, size: Double(still),
          message: "found \(still) bars that all stand at \(bar.bar.close), expected fewer than "
            + "\(limits.stuck)"))
    }
    (still, stillFrom) = (0, nil)
  }
}
