import SFCommands
import SFCore

/// Rows of the tables for training as texts, in the order of their columns.
enum TrainingCells {
  static func decision(_ candidate: TrainingRun.Candidate) -> [String?] {
    let request = candidate.request
    return [
      request.id, candidate.ts.description, request.symbol.text, request.interval.text,
      request.detector, request.direction.rawValue, text(request.strength),
      text(request.probability), text(request.votes), text(request.barsSinceEntry),
      text(request.open?.gain), text(request.open?.bars),
    ] + signal(candidate.signal) + book(candidate.book) + [
      candidate.decision?.action.rawValue, text(candidate.decision?.sizeMultiplier),
      text(candidate.decision?.confidence), text(candidate.waited),
    ]
  }

  static func outcome(
    _ candidate: TrainingRun.Candidate, isEntered: Bool, _ outcome: TrainingRun.Outcome?,
    isOwn: Bool
  ) -> [String?] {
    [
      candidate.request.id, isEntered ? "true" : "false",
      outcome == nil ? nil : isOwn ? "run" : "every", fraction(outcome?.gain),
      text(outcome?.bars), fraction(outcome?.mfe), fraction(outcome?.mae), outcome?.exitReason,
      outcome?.t1.description,
    ]
  }

  static func mark(_ mark: TrainingRun.Mark) -> [String?] {
    [mark.ts.description, mark.signal.detector] + signal(mark.signal) + book(mark.book)
  }

  private static func signal(_ metrics: SignalMetrics?) -> [String?] {
    [
      text(metrics?.known), text(metrics?.hitRate), text(metrics?.meanReturn),
      text(metrics?.halfLifeBars), text(metrics?.agreement),
    ]
  }

  private static func book(_ metrics: BookMetrics?) -> [String?] {
    [
      text(metrics?.equity), text(metrics?.drawdown), text(metrics?.exposure),
      text(metrics?.openPositions), text(metrics?.roundTrips), text(metrics?.winRate),
    ]
  }

  private static func text(_ value: Double?) -> String? { value?.description }
  private static func text(_ value: Int?) -> String? { value?.description }

  /// As a model is shown numbers: to six decimals, in which no price is left.
  private static func fraction(_ value: Double?) -> String? {
    value.map { text(($0 * 1e6).rounded(.toNearestOrEven) / 1e6) ?? "" }
  }
}
