import SFBinanceOrders
import SFCore

/// A desk with what answers it, under a clock that a test moves.
protocol DeskBench {
  var desk: BinanceDesk { get }
  var time: Timestamp { get set }
  mutating func hear(_ event: DeskEvent)
}

extension DeskBench {
  /// Lets time go by, with all that is due in it.
  mutating func wait(_ length: Int64) {
    let end = time + length
    while let due = desk.nextDue, due <= end {
      time = max(due, time)
      hear(.due)
    }
    time = end
  }
}
