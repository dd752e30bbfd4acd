import SFCore
import SFFeeds
import SFRun
import SFTestSupport

/// A server of bars in memory, whose time is that of the virtual clock.
final class ScriptedServer: BarServer {
  var isStopped = false
  let pageSize: Int64
  /// How long after its close a bar is there, in milliseconds; `nil` for one that never is.
  var delay: (Int64) -> Int64? = { _ in 0 }
  /// What has been asked, and when by the server's time.
  private(set) var asked: [(span: TimeRange, time: Int64)] = []

  private let clock: VirtualClock
  private let length: Int64
  private var underWay: [(tag: Int, span: TimeRange)] = []

  init(_ clock: VirtualClock, length: Int64, pageSize: Int64 = 1_000) {
    self.clock = clock
    self.length = length
    self.pageSize = pageSize
  }

  var time: Int64 { clock.time.milliseconds }
  var takesMore: Bool { underWay.count < 2 }

  func moment(at time: Int64) -> Moment {
    clock.now + TimeSpan(milliseconds: time - self.time)
  }

  func ask(_ series: Series, _ span: TimeRange) -> Int {
    asked.append((span, time))
    underWay.append((asked.count, span))
    return asked.count
  }

  func next(until deadline: Moment) -> (tag: Int, bars: [ClosedBar])? {
    guard !isStopped else { return nil }
    guard !underWay.isEmpty else {
      var waits = WaitSet()
      _ = waits.wait(until: deadline, clock)
      return nil
    }
    let (tag, span) = underWay.removeFirst()
    return (tag, bars(in: span))
  }

  /// The last may be open.
  private func bars(in span: TimeRange) -> [ClosedBar] {
    var opens: [Int64] = []
    var open = (span.from + length - 1) / length * length
    while open < span.to, open <= time, opens.count < Int(pageSize) {
      if let delay = delay(open), open + (delay == 0 ? 0 : length + delay) <= time {
        opens.append(open)
      }
      open += length
    }
    return opens.map { open in
      let bar = Bar(series: 9, open: 1, high: 1, low: 1, close: 1, volume: nil)
      return ClosedBar(openTime: open, bar: bar, fields: [])
    }
  }
}
