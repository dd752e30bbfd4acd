import SFCore

/// What the signals of a mark come to: candidates for an entry, and what was refused before.
///
/// It is made once for each mark, before the exits, since the exit `signal` acts
/// on what the aggregator lets through.
struct Ballot {
  /// A signal that is let through: of one detector, or of those that carried.
  struct Candidate {
    let symbol: Symbol
    /// The series on which the symbol trades.
    let series: SeriesIndex
    /// The direction, and what is known of its strength and probability. Its `detector` is the one
    /// that it follows, or the reason when it follows several.
    let signal: Signal
    /// The detector, or the aggregator and its detectors.
    let reason: String
    /// Whose signals it stands for: each of them ends with it.
    let detectors: [String]
    var trail: Trail
    /// That of its order, given out before it is made; `nil` for the next one.
    var id: String? = nil
    /// What a model leaves of the sizer's notional, 0…1; `nil` for all of it.
    var sizeMultiplier: Double? = nil

    var direction: Direction { signal.direction == .rise ? .long : .short }
  }

  /// A signal that ended before it became a candidate.
  struct Refused {
    let symbol: Symbol
    let detector: String
    let by: String
    let reason: RefusalReason
    let trail: Trail
  }

  /// The signals of symbols that have a bar, in order of symbol, detector and interval.
  var votes: [Vote] = []
  var candidates: [Candidate] = []
  var refused: [Refused] = []

  /// Whether a direction of a symbol is let through.
  func has(_ direction: SignalDirection, _ series: SeriesIndex) -> Bool {
    // By their places: to go through the list itself copies each.
    candidates.indices.contains {
      candidates[$0].series == series && candidates[$0].signal.direction == direction
    }
  }
}

/// What was said on the way to an answer, for `--explain`; costs nothing unless it is asked for.
struct Trail {
  private var parts: [String]?

  init(isKept: Bool) { parts = isKept ? [] : nil }

  mutating func add(_ part: @autoclosure () -> String) { parts?.append(part()) }
  mutating func add(all list: @autoclosure () -> [String]) { parts?.append(contentsOf: list()) }

  /// `nil` when it was not asked for, or nobody said anything.
  var text: String? {
    guard let parts, !parts.isEmpty else { return nil }
    return parts.joined(separator: "; ")
  }
}
