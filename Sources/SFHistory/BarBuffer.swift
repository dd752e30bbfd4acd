import SFBinance
import SFCore

/// What bars pass through between a feed and the stream: a store, or memory.
///
/// A bar is in the stream only after it has been kept.
protocol BarBuffer: AnyObject {
  /// Keeps what a feed has settled; where it throws, nothing of the batch is kept.
  func keep(_ batch: BarBatch) throws

  /// The next bars of a series in a span, in order; empty when there are none in all of it. Each is
  /// asked for once.
  func bars(ofSeries series: Int, in span: Span) throws -> [KeptBar]
}

/// A bar on its way to the stream.
struct KeptBar {
  /// In milliseconds.
  let openTime: Int64
  let bar: Bar
  /// Further market fields, in ascending order of name.
  let fields: [MarketField]
}

/// Keeps bars until they are in the stream.
final class MemoryBuffer: BarBuffer {
  private var waiting: [[KeptBar]]

  init(series: Int) { waiting = Array(repeating: [], count: series) }

  func keep(_ batch: BarBatch) {
    waiting[batch.series] += batch.bars.map {
      KeptBar(openTime: $0.openTime, bar: $0.bar(batch.series), fields: $0.fields)
    }
  }

  func bars(ofSeries series: Int, in span: Span) -> [KeptBar] {
    defer { waiting[series] = [] }
    return waiting[series]
  }
}
