import SFCommands
import SFCore

/// What a run says of its candidates, and what became of them.
struct TrainingRun {
  /// An entry that passed the filters, as a model saw it when it was asked first.
  struct Candidate {
    let ts: Timestamp
    let request: DecisionRequest
    /// Of its detector; `nil` of an entry that follows several.
    let signal: SignalMetrics?
    let book: BookMetrics?
    /// What the model said at last; `nil` without one.
    var decision: Decision?
    var waited = 0
  }

  /// What is known at a mark of a detector, and of the book.
  struct Mark {
    let ts: Timestamp
    let signal: SignalMetrics
    let book: BookMetrics
  }

  /// What an entry brought: of a position that is closed.
  struct Outcome {
    let gain: Double
    let bars: Int
    let mfe: Double
    let mae: Double
    let exitReason: String
    let t1: Timestamp
  }

  /// What two runs of one text call the same: a signal that is traded.
  private struct Entry: Hashable {
    let ts: Timestamp
    let symbol: Symbol
    let detector: String?
    let isLong: Bool
  }

  /// In the order in which they were asked about.
  private(set) var candidates: [Candidate] = []
  private(set) var marks: [Mark] = []
  /// By id.
  private var places: [String: Int] = [:]
  private var entries: Set<String> = []
  private var outcomes: [String: Outcome] = [:]
  private var ids: [Entry: String] = [:]
  /// Of the mark at work.
  private var now = Timestamp.earliest
  private var signals: [SignalMetrics] = []
  private var book: BookMetrics?

  static let types = LineTypes([
    .signalMetrics, .bookMetrics, .decide, .decision, .order, .position,
  ])

  /// Takes the line that was decoded last into the step.
  mutating func take(_ type: LineType, _ step: borrowing Step) {
    if step.ts != now { (now, signals, book) = (step.ts, [], nil) }
    switch type {
    case .signalMetrics: if let metrics = step.last(SignalMetrics.self) { signals.append(metrics) }
    case .bookMetrics: if let metrics = step.last(BookMetrics.self) { take(metrics) }
    case .decide: if let request = step.last(DecisionRequest.self) { take(request) }
    case .decision: if let decision = step.last(Decision.self) { take(decision) }
    case .order: if let order = step.last(Order.self) { take(order) }
    case .position: if let position = step.last(PositionChange.self) { take(position) }
    default: break
    }
  }

  private mutating func take(_ metrics: BookMetrics) {
    book = metrics
    for signal in signals { marks.append(Mark(ts: now, signal: signal, book: metrics)) }
  }

  private mutating func take(_ request: DecisionRequest) {
    if let place = places[request.id] { return candidates[place].waited += 1 }
    places[request.id] = candidates.count
    candidates.append(
      Candidate(
        ts: now, request: request, signal: signals.first { $0.detector == request.detector },
        book: book))
  }

  private mutating func take(_ decision: Decision) {
    if let place = places[decision.id] { candidates[place].decision = decision }
  }

  private mutating func take(_ order: Order) {
    guard order.intent == .enter else { return }
    entries.insert(order.id)
    let entry = Entry(
      ts: now, symbol: order.symbol, detector: order.detector, isLong: order.side == .buy)
    ids[entry] = order.id
  }

  private mutating func take(_ position: PositionChange) {
    guard let closing = position.closing else { return }
    let notional = position.entryPrice * position.quantity
    outcomes[position.id] = Outcome(
      gain: notional > .zero ? closing.pnl.double / notional.double : 0, bars: closing.bars,
      mfe: closing.mfe, mae: closing.mae, exitReason: closing.exitReason, t1: now)
  }

  // MARK: Outcomes

  func isEntered(_ candidate: Candidate) -> Bool { entries.contains(candidate.request.id) }

  /// What an entry of this run brought; `nil` when it was none, or its position is still open.
  func outcome(of candidate: Candidate) -> Outcome? { outcomes[candidate.request.id] }

  /// What the same entry brought in this run, another one of the text; `nil` where it has none.
  func outcome(ofSame candidate: Candidate) -> Outcome? {
    let entry = Entry(
      ts: candidate.ts, symbol: candidate.request.symbol, detector: candidate.request.detector,
      isLong: candidate.request.direction == .rise)
    return ids[entry].flatMap { outcomes[$0] }
  }
}
