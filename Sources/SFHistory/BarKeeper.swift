import SFBinance
import SFCore

/// What bars pass through between a feed and the stream: a store, or memory.
///
/// A bar is in the stream only after it has been kept.
protocol BarKeeper: AnyObject {
  /// Keeps what a feed has settled; what it throws, the batch is not kept.
  func keep(_ batch: BarBatch) throws

  /// The next bars of a series in a span, in order; empty when there are none in all of it. Asked
  /// for once, from one bar to the next.
  func bars(ofSeries series: Int, in span: Span) throws -> [Kline]
}

/// Keeps bars until they are in the stream.
final class MemoryKeeper: BarKeeper {
  private var waiting: [[Kline]]

  init(series: Int) { waiting = Array(repeating: [], count: series) }

  func keep(_ batch: BarBatch) { waiting[batch.series] += batch.bars }

  func bars(ofSeries series: Int, in span: Span) -> [Kline] {
    defer { waiting[series] = [] }
    return waiting[series]
  }
}
