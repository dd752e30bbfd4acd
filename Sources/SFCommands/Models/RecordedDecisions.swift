import SFCore
import SFDetect
import SFStrategy
import SFTransport
import SFWire

/// Answers as a run that was written did, mark by mark; behind its last one, as another decider does.
///
/// The run is read as the marks come, once. Only the stage that it is handed to uses it, from the
/// one thread that runs it.
final class RecordedDecisions: Decider, @unchecked Sendable {
  /// What sf-strategy said of itself in the run; `nil` without a header, or of one that had none.
  private(set) var strategy: StageEntry?

  private let path: String
  private let next: (any Decider)?
  private var reader: LineReader
  private var decoder = LineDecoder()
  /// What the run says of a model at one time.
  private var step = Step()
  /// The first line of a later time, where no mark has said that one is over.
  private var ahead: Step?
  private var isAtEnd = false

  /// Opens a run; who decides behind its last mark, `nil` for nobody.
  init(_ path: String, then next: (any Decider)? = nil) throws {
    self.path = path
    self.next = next
    reader = LineReader(try Endpoint.open(input: path))
    do {
      guard let line = try line() else { return }
      guard try decoder.envelope(of: line).type == .header else {
        throw WireError(column: 1, found: "a line before the header", expected: "a whole run")
      }
      strategy = try HeaderLine.read(line).header.stages.last { $0.name == "sf-strategy" }
    } catch { throw failure(error) }
  }

  /// What a stage had written before it was stopped; `nil` where it has written nothing yet.
  static func ofStage(_ path: String, then next: any Decider) throws -> RecordedDecisions? {
    do { return try RecordedDecisions(path, then: next) } catch let error as TransportError {
      guard error.exitStatus == .noInput else { throw error }
      return nil
    }
  }

  /// The next line; `nil` at the end.
  private func line() throws -> Line? {
    while !isAtEnd {
      if let line = try reader.next() { return line }
      isAtEnd = try !reader.fill()
    }
    return nil
  }

  func openStrengths(_ header: Header) -> [String] { header.detectorsWithoutPrices }

  func decide(_ question: ModelQuestion) throws(StageError) -> ModelReply {
    do { try read(upTo: question.ts) } catch { throw failure(error) }
    guard step.ts == question.ts, step.last(DecisionRequest.self) != nil else {
      if let next, isAtEnd { return try next.decide(question) }
      throw StageError(
        .badData,
        "found no decisions of \(question.ts) in '\(path)', expected them of each mark "
          + "with candidates", help: "the run must be of the same text and the same data")
    }
    let recorded = Array(step.messages(of: DecisionRequest.self))
    guard recorded == question.requests else {
      let other = zip(recorded, question.requests).first { $0 != $1 }?.1 ?? question.requests[0]
      throw StageError(
        .badData,
        "found another question about '\(other.id)' than '\(path)' has at \(question.ts)",
        help: "the run must be of the same text and the same data")
    }
    let reply = reply()
    // Where nobody was asked there are none; else a run that was cut between the two is no record.
    guard reply.decisions.count == recorded.count || reply.decisions.isEmpty && askedNobody else {
      throw StageError(
        .badData,
        "found \(reply.decisions.count) decisions of \(question.ts) in '\(path)', expected "
          + "\(recorded.count)")
    }
    return reply
  }

  /// Whether the run is one of --requests.
  private var askedNobody: Bool {
    strategy?.config.contains { $0.key == "requests" && $0.value == .flag(true) } ?? false
  }

  private func reply() -> ModelReply {
    ModelReply(
      loaded: Array(step.messages(of: LoadedModel.self)),
      alerts: step.messages(of: Alert.self).filter { $0.rule == "model" },
      decisions: Array(step.messages(of: Decision.self)))
  }

  /// Reads what is said at a time into the step; what comes before it is passed over.
  private func read(upTo ts: Timestamp) throws {
    if step.ts >= ts { return }
    if let held = ahead {
      step = held
      ahead = nil
      if step.ts > ts { return }
    }
    while let line = try line() {
      let envelope = try decoder.envelope(of: line)
      guard let time = envelope.ts, time >= ts else { continue }
      if envelope.type == .mark { return }
      guard LineTypes.asking.contains(envelope.type) else { continue }
      guard time == ts else {
        var held = Step()
        held.begin(time)
        try decoder.decode(line, envelope, into: &held)
        return ahead = held
      }
      if step.ts != ts { step.begin(ts) }
      try decoder.decode(line, envelope, into: &step)
    }
  }

  /// A record that cannot be read is none that has ended: nobody is asked in its place.
  private func failure(_ error: any Error) -> StageError {
    switch error {
    case let error as WireError:
      StageError(.badData, "\(path):\(reader.lineNumber):\(error.column): \(error.message)")
    case let error as any ReportableError:
      StageError(error.exitStatus, error.message, help: error.help)
    default: StageError(.badData, "cannot read '\(path)': \(error)")
    }
  }

  func finish() throws(StageError) { try next?.finish() }
}
