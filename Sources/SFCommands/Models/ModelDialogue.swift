import SFCore
import SFStrategy
import SFWire

/// What a model was asked and has not yet answered, and what it may say next.
///
/// For each mark it says a decision on each request, in their order, then the mark. It may say what
/// it has loaded at any place. One that is late goes on with the mark that it is at, so that several
/// may be open.
struct ModelDialogue: ~Copyable {
  /// What was asked at a mark.
  private struct Round {
    let ts: Timestamp
    let ids: [String]
    /// How many of them are answered.
    var answered = 0
  }

  /// What it may say.
  private static let types = LineTypes([.decision, .model, .mark])

  private var rounds: [Round] = []
  /// The mark in whose place another came last; `nil` for none.
  private var missed: Timestamp?
  /// By id; each is there until it is taken.
  private var answers: [String: Decision] = [:]
  private var loaded: [LoadedModel] = []
  private var decoder = LineDecoder()
  private var step = Step()

  init() {}

  /// Whether everything that was asked is answered, up to the last mark.
  var isDone: Bool { rounds.isEmpty }

  mutating func ask(_ question: ModelQuestion) {
    rounds.append(Round(ts: question.ts, ids: question.requests.map(\.id)))
  }

  /// Takes the answer to a request; `nil` when there is none yet.
  mutating func takeAnswer(to id: String) -> Decision? { answers.removeValue(forKey: id) }

  /// Takes what the model has loaded since this was asked last.
  mutating func takeLoaded() -> [LoadedModel] {
    defer { loaded = [] }
    return loaded
  }

  /// Forgets answers that nobody waits for any more, of which a model that is late may have many.
  mutating func forgetAnswers(but ids: [String]) {
    guard !answers.isEmpty else { return }
    answers = answers.filter { ids.contains($0.key) }
  }

  /// Takes the next line of the model.
  mutating func take(_ line: Line, number: Int) throws(ModelMistake) {
    let envelope: Envelope
    do throws(WireError) {
      envelope = try decoder.envelope(of: line)
      guard Self.types.contains(envelope.type) else {
        throw WireError(
          column: 1, found: "a line of the type '\(envelope.type.name)'",
          expected: "a decision, a model or a mark")
      }
      step.begin(envelope.ts ?? .earliest)
      try decoder.decode(line, envelope, into: &step)
    } catch { throw Self.unreadable(error, number) }
    switch envelope.type {
    case .decision: if let decision = step.last(Decision.self) { try take(decision) }
    case .model: if let model = step.last(LoadedModel.self) { try take(model) }
    default: try takeMark()
    }
  }

  static func unreadable(_ error: WireError, _ number: Int) -> ModelMistake {
    .wrong("line \(number), column \(error.column): \(error.message)")
  }

  // MARK: Lines

  private mutating func take(_ decision: Decision) throws(ModelMistake) {
    guard let round = rounds.first else {
      throw .wrong("found a decision on '\(decision.id)', which nobody asked for")
    }
    guard round.answered < round.ids.count else {
      throw .wrong(
        "found a decision on '\(decision.id)', expected the mark \(round.ts): all is answered")
    }
    let wanted = round.ids[round.answered]
    guard decision.id == wanted else {
      throw .wrong(
        "found a decision on '\(decision.id)', expected one on '\(wanted)'"
          + (round.ids.contains(decision.id) ? ": answers come in the order of the requests" : ""))
    }
    guard step.ts == round.ts else {
      throw .wrong("found a decision of \(step.ts), expected one of \(round.ts)")
    }
    answers[wanted] = decision
    rounds[0].answered += 1
  }

  private mutating func take(_ model: LoadedModel) throws(ModelMistake) {
    guard (8...64).contains(model.hash.count) else {
      throw .wrong("found the hash '\(model.hash)', expected 8 to 64 characters")
    }
    loaded.append(model)
  }

  private mutating func takeMark() throws(ModelMistake) {
    guard let round = rounds.first else {
      throw .wrong("found the mark \(step.ts), which nobody asked for")
    }
    // A mark of any time ends what the model says, or one who waits for another would wait for ever;
    // the right one may still follow it.
    if let missed, step.ts == missed {
      self.missed = nil
      throw .wrong("found the mark \(step.ts) behind another, expected \(round.ts)")
    }
    rounds.removeFirst()
    guard step.ts == round.ts else {
      missed = round.ts
      throw .wrong("found the mark \(step.ts), expected \(round.ts)")
    }
    guard round.answered == round.ids.count else {
      throw .wrong(
        "found the mark \(step.ts) behind \(round.answered) of \(round.ids.count) decisions, "
          + "expected one on '\(round.ids[round.answered])'")
    }
  }
}
