import SFCore

/// Refuses the signals of a detector that has been wrong too often.
///
/// A signal hits when the close `horizon` bars of its symbol later lies on its
/// side: above for a rise, below for a fall. That is known only then, so the hit
/// rate at a bar is that of the last `window` signals that are old enough, over
/// all symbols. While fewer are known, signals pass. An entry that follows
/// several detectors is refused when one of them is.
public struct SignalAccuracyFilter: EntryFilter {
  public static let kind = "signal_accuracy"
  public static let summary = "Refuses the signals of a detector that has been wrong too often."
  public static let parameters = [
    Parameter("min", .ratio, default: "0.45", "a lower hit rate refuses"),
    Parameter("window", .integer(1...100_000), default: "20", "signals of the hit rate"),
    Parameter("horizon", .integer(1...100_000), default: "10", "bars until a signal is judged"),
  ]

  public let min: Ratio
  public let window: Int
  public let horizon: Int

  /// A signal that is not old enough.
  private struct Pending: Hashable, Sendable, Codable {
    let record: Int
    let direction: SignalDirection
    let close: Price
    /// The bar of the series at which it is judged.
    let due: Int
  }

  /// The bars of a series, and its signals in the order in which they become due.
  private struct Queue: Hashable, Sendable, Codable {
    var bars = 0
    var pending: [Pending] = []
    /// Entries before it have been judged.
    var first = 0
  }

  /// What is known of a detector.
  private struct Record: Hashable, Sendable, Codable {
    let detector: String
    /// The last `window` outcomes, in a ring.
    var hits: [Bool] = []
    var next = 0
    var count = 0

    mutating func add(_ isHit: Bool, _ window: Int) {
      if isHit { count += 1 }
      if hits.count < window { return hits.append(isHit) }
      if hits[next] { count -= 1 }
      hits[next] = isHit
      next = (next + 1) % window
    }
  }

  private var queues: [Queue] = []
  private var records: [Record] = []

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    min = try arguments.positiveRatio("min")
    window = arguments.integer("window")
    horizon = arguments.integer("horizon")
    guard min <= .one else { throw ConfigurationError("min", "must be at most 1, is \(min)") }
  }

  public mutating func update(_ mark: MarkView, _ values: Span<Double>) {
    for index in mark.bars.indices { judge(mark.bars[index].bar) }
    for vote in mark.votes {
      guard let bar = mark.bars.first(where: { $0.bar.series == vote.series }) else { continue }
      let queue = queues[vote.series]
      queues[vote.series].pending.append(
        Pending(
          record: record(of: vote.detector), direction: vote.direction, close: bar.bar.close,
          due: queue.bars + horizon))
    }
  }

  /// Counts a bar, and judges the signals that are old enough at it.
  private mutating func judge(_ bar: Bar) {
    while queues.count <= bar.series { queues.append(Queue()) }
    queues[bar.series].bars += 1
    while let pending = next(of: bar.series), pending.due <= queues[bar.series].bars {
      queues[bar.series].first += 1
      let isHit =
        pending.direction == .rise ? bar.close > pending.close : bar.close < pending.close
      records[pending.record].add(isHit, window)
    }
    let first = queues[bar.series].first
    // What was judged is dropped now and then, so that a signal is not moved at every bar.
    if first > 64, 2 * first > queues[bar.series].pending.count {
      queues[bar.series].pending.removeFirst(first)
      queues[bar.series].first = 0
    }
  }

  private func next(of series: SeriesIndex) -> Pending? {
    let first = queues[series].first
    return first < queues[series].pending.count ? queues[series].pending[first] : nil
  }

  private mutating func record(of detector: String) -> Int {
    if let index = records.firstIndex(where: { $0.detector == detector }) { return index }
    records.append(Record(detector: detector))
    return records.count - 1
  }

  /// Whether so many hits of a full window are too few.
  private func isPoor(_ record: Record) -> Bool {
    record.hits.count == window
      && Int128(record.count) * Int128(Ratio.one.units) < Int128(min.units) * Int128(window)
  }

  public func answer(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> FilterAnswer {
    let refuses = records.contains { isPoor($0) && entry.detectors.contains($0.detector) }
    return refuses ? .no(.rule(.belowMin)) : .yes
  }

  public func numbers(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> [NamedNumber] {
    records.filter { entry.detectors.contains($0.detector) }.map { record in
      NamedNumber(
        record.detector,
        record.hits.count == window ? Double(record.count) / Double(window) : nil)
    }
  }
}
