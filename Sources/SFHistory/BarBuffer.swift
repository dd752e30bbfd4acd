import SFFeeds

/// What bars pass through between a feed and the stream: a store, or memory.
///
/// A bar is in the stream only after it has been kept.
package protocol BarBuffer: AnyObject {
  /// Keeps what a feed has settled; where it throws, nothing of the batch is kept.
  func keep(_ batch: BarBatch) throws

  /// The next bars of a series in a span, in order; empty when there are none in all of it. Each is
  /// asked for once.
  func bars(ofSeries series: Int, in span: TimeRange) throws -> [ClosedBar]
}

/// Keeps bars until they are in the stream.
package final class MemoryBuffer: BarBuffer {
  private var waiting: [[ClosedBar]]

  package init(series: Int) { waiting = Array(repeating: [], count: series) }

  package func keep(_ batch: BarBatch) { waiting[batch.series] += batch.bars }

  package func bars(ofSeries series: Int, in span: TimeRange) -> [ClosedBar] {
    defer { waiting[series] = [] }
    return waiting[series]
  }
}
