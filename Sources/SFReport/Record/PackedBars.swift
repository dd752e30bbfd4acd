import SFCore

/// The bars of a series, each as it was: time, open, high, low, close.
///
/// They are kept as differences in few bits, 4 or 5 bytes a bar. When there are more than there is
/// room for, two neighbours become one, of all blocks: memory is bounded.
package struct PackedBars: Codable, Hashable, Sendable {
  /// A bar, or several that became one; the time is that of its close.
  package struct Candle: Codable, Hashable, Sendable {
    package var time: Int64
    /// In units of a price.
    package var open, high, low, close: Int64

    package init(time: Int64, open: Int64, high: Int64, low: Int64, close: Int64) {
      (self.time, self.open, self.close) = (time, open, close)
      self.high = max(high, max(open, close))
      self.low = min(low, min(open, close))
    }

    mutating func append(_ next: Candle) {
      (time, close) = (next.time, next.close)
      high = max(high, next.high)
      low = min(low, next.low)
    }

    /// With prices that are multiples of a step.
    func rounded(to step: Int64) -> Candle {
      func rounded(_ price: Int64) -> Int64 {
        let (sum, overflow) = price.addingReportingOverflow(step / 2)
        return overflow ? price : sum.floored(by: step) * step
      }
      return Candle(
        time: time, open: rounded(open), high: rounded(high), low: rounded(low),
        close: rounded(close))
    }
  }

  package private(set) var capacity: Int
  /// How many bars a candle holds: 1, 2, 4 …
  package private(set) var factor = 1
  private var blocks: [BarBlock] = []
  private var pending: [Candle] = []
  /// Of fewer bars than a candle holds, and how many.
  private var partial: Candle?
  private var filled = 0
  private var packed = 0

  package init(capacity: Int) {
    precondition(capacity >= 2)
    self.capacity = capacity
  }

  /// Candles that are whole.
  package var count: Int { packed + pending.count }

  /// Fewer where there are many series, so that what waits to be packed is bounded, too.
  private var blockSize: Int { max(64, min(BarBlock.most, capacity / 8)) }

  package mutating func append(_ bar: Candle) {
    guard factor > 1 else { return push(bar) }
    if partial == nil { partial = bar } else { partial!.append(bar) }
    filled += 1
    guard filled == factor, let whole = partial else { return }
    (partial, filled) = (nil, 0)
    push(whole)
  }

  private mutating func push(_ candle: Candle) {
    pending.append(candle)
    if pending.count >= blockSize { pack() }
    if count > capacity { halve() }
  }

  private mutating func pack() {
    guard !pending.isEmpty else { return }
    blocks.append(BarBlock(pending[...]))
    packed += pending.count
    pending.removeAll(keepingCapacity: true)
  }

  /// Makes do with fewer from now on.
  package mutating func shrink(to capacity: Int) {
    precondition(capacity >= 2)
    self.capacity = min(self.capacity, capacity)
    while count > self.capacity { halve() }
  }

  private mutating func halve() {
    let all = blocks.flatMap(\.candles) + pending
    (blocks, pending, packed) = ([], [], 0)
    for index in stride(from: 0, to: all.count - 1, by: 2) {
      var candle = all[index]
      candle.append(all[index + 1])
      pending.append(candle)
      if pending.count >= blockSize { pack() }
    }
    if all.count % 2 == 1, var rest = all.last {
      if let partial { rest.append(partial) }
      partial = rest
      filled += factor
    }
    factor *= 2
  }

  /// Everything as blocks, the last candle as far as it has come.
  package var finished: [BarBlock] {
    let rest = pending + (partial.map { [$0] } ?? [])
    return rest.isEmpty ? blocks : blocks + [BarBlock(rest[...])]
  }
}
