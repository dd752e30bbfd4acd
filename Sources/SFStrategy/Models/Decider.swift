import SFCore

/// Who decides on entries that passed the filters: a program that is asked, or the record of one.
///
/// It is handed to the trader, which calls it in mid-step, once for each mark with candidates. What
/// it remembers is its own matter, and not saved with the run. Only the stage that it was handed to
/// calls it, from the thread that runs it.
public protocol Decider: AnyObject, Sendable {
  /// The detectors of a stream whose strengths say nothing of prices; others are left out.
  func openStrengths(_ header: Header) -> [String]

  /// Answers each request of a question, in their order.
  func decide(_ question: ModelQuestion) throws(StageError) -> ModelReply

  /// The stream has ended: nothing is asked any more.
  func finish() throws(StageError)
}

/// What a model is told and asked at a mark, in the order of the lines that say it.
public struct ModelQuestion: Equatable, Sendable {
  public let ts: Timestamp
  /// Of the detectors whose signals stand behind the requests, by name.
  public let signals: [SignalMetrics]
  public let book: BookMetrics
  /// One at least.
  public let requests: [DecisionRequest]

  public init(
    ts: Timestamp, signals: [SignalMetrics], book: BookMetrics, requests: [DecisionRequest]
  ) {
    self.ts = ts
    self.signals = signals
    self.book = book
    self.requests = requests
  }
}

/// What comes back, all of which is written as lines.
public struct ModelReply: Equatable, Sendable {
  /// What the model has loaded since it was asked last.
  public var loaded: [LoadedModel]
  /// What has gone wrong with it, or is well again.
  public var alerts: [Alert]
  /// One for each request, in their order; empty when nobody was asked: all are entered.
  public var decisions: [Decision]

  public init(
    loaded: [LoadedModel] = [], alerts: [Alert] = [], decisions: [Decision] = []
  ) {
    self.loaded = loaded
    self.alerts = alerts
    self.decisions = decisions
  }
}
