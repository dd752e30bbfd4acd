import SFCore

/// The marks of a run, and what they say of its length.
public struct Period: Codable, Hashable, Sendable {
  public private(set) var marks = 0
  public private(set) var first: Timestamp?
  public private(set) var last: Timestamp?
  private var shortestStep: Int64?
  private var declaredInterval: Int64?

  /// Gaps that were said, and the bars that are missing in them.
  public private(set) var gaps = 0
  public private(set) var missingBars = 0

  public init() {}

  public mutating func bind(_ header: Header) {
    for name in ["sf-ingest", "sf-strategy"] {
      let stage = header.stages.last { $0.name == name }
      if case .text(let text)? = stage?.setting(named: "interval") {
        declaredInterval = Interval(text)?.milliseconds ?? declaredInterval
      }
    }
  }

  public mutating func update(_ ts: Timestamp) {
    marks += 1
    if let last {
      let step = ts - last
      if step < shortestStep ?? .max { shortestStep = step }
    } else {
      first = ts
    }
    last = ts
  }

  public mutating func update(_ gap: Gap) {
    gaps += 1
    let (sum, overflow) = missingBars.addingReportingOverflow(gap.bars)
    missingBars = overflow ? .max : sum
  }

  /// The open of the first bar: the first mark, less the shortest time between two marks.
  ///
  /// The bars themselves are not in a strategy's output. With a single mark the interval is that
  /// of the header; `nil` when it has none.
  public var open: Timestamp? {
    // Of months the shortest is no other's.
    let ofMonths = declaredInterval == CalendarMonth.length ? declaredInterval : nil
    guard let first, let interval = ofMonths ?? shortestStep ?? declaredInterval else { return nil }
    return Timestamp(milliseconds: BarGrid.later(first.milliseconds, by: -1, of: interval))
  }

  /// From the open of the first bar to the last mark, in milliseconds.
  public var elapsed: Int64? {
    guard let open, let last else { return nil }
    return last - open
  }
}
