import SFCore
import SFDetect
import SFRun
import SFStrategy
import SFWire

/// A program that decides: it is asked over a channel, and what it does not answer as it should is
/// answered by what the user chose.
///
/// Only the stage that it is handed to uses it, from the one thread that runs it.
final class AskedModel: Decider, @unchecked Sendable {
  /// What becomes of an entry on which the model gives no answer that can be used.
  enum Fallback: String, Sendable, CaseIterable {
    case stop, enter, skip
  }

  private let name: String
  private let fallback: Fallback
  /// How long an answer may take; `nil` for any time.
  private let timeout: TimeSpan?
  /// How many times an entry may be asked about again.
  private let wait: Int
  private let clock: any Clock
  private var channel: ModelChannel?
  private var dialogue = ModelDialogue()
  private var writer = LineWriter(capacity: 1 << 12)
  private var state = ModelMistake.State.well

  /// How long a model that was started here may take to end; for others nobody waits.
  private static let patience = TimeSpan.seconds(5)

  /// `name` is what messages call it.
  init(
    _ name: String, _ channel: ModelChannel, fallback: Fallback, timeout: TimeSpan?, wait: Int,
    _ clock: any Clock
  ) {
    self.name = name
    self.channel = channel
    self.fallback = fallback
    self.timeout = timeout
    self.wait = wait
    self.clock = clock
  }

  /// Says who asks, and hears who answers.
  func greet(_ entry: StageEntry) throws -> ModelGreeting {
    guard let channel else { preconditionFailure("a model is greeted first") }
    var buffer = ByteBuffer(capacity: 1 << 12)
    HeaderLine.write(ModelGreeting.header(of: entry), to: &buffer)
    do {
      // Of one that does not listen, what it says tells more.
      try? channel.send(buffer.bytes, until: nil)
      guard let line = try channel.next(until: nil) else {
        preconditionFailure("without a deadline there is a line or an error")
      }
      return try ModelGreeting(line)
    } catch let mistake as ModelMistake {
      throw StageError(mistake.exitStatus, "the model '\(name)': \(mistake.message)")
    }
  }

  func openStrengths(_ header: Header) -> [String] { header.detectorsWithoutPrices }

  // MARK: Questions

  func decide(_ question: ModelQuestion) throws(StageError) -> ModelReply {
    var reply = ModelReply()
    let mistake = channel.flatMap { ask(question, $0) }
    if let mistake {
      guard fallback != .stop else { throw error(mistake, at: question.ts) }
      if mistake.state == .dead { channel = nil }
    }
    note(mistake, &reply)
    reply.loaded = dialogue.takeLoaded()
    for request in question.requests {
      reply.decisions.append(
        dialogue.takeAnswer(to: request.id) ?? substitute(for: request, mistake))
    }
    dialogue.forgetAnswers(but: question.requests.map(\.id))
    return reply
  }

  /// Asks, and listens until all is answered, or something is wrong, which is returned.
  private func ask(_ question: ModelQuestion, _ channel: ModelChannel) -> ModelMistake? {
    dialogue.ask(question)
    let deadline = timeout.map { clock.now + $0 }
    writer.question(of: question.ts, question.signals, question.book, question.requests)
    defer { writer.buffer.removeFirst(writer.buffer.count) }
    var first: ModelMistake?
    do throws(ModelMistake) {
      try channel.send(writer.buffer.bytes, until: deadline)
    } catch { return error }
    while !dialogue.isDone {
      do throws(ModelMistake) {
        guard let line = try channel.next(until: deadline) else { return first ?? late }
        try dialogue.take(line, number: channel.lineNumber)
      } catch {
        // What it says behind its first mistake is heard up to its mark, so that it can be right
        // at the next.
        first = first ?? error
        if fallback == .stop || error.state == .dead { break }
      }
    }
    return first
  }

  private var late: ModelMistake {
    ModelMistake(state: .late, message: "it gave no answer within \(timeout ?? .zero)")
  }

  // MARK: What goes wrong

  private func error(_ mistake: ModelMistake, at ts: Timestamp) -> StageError {
    StageError(mistake.exitStatus, "the model '\(name)' at \(ts): \(mistake.message)")
  }

  /// Says that the model is in another state than before.
  private func note(_ mistake: ModelMistake?, _ reply: inout ModelReply) {
    let now = mistake?.state ?? (channel == nil ? .dead : .well)
    guard now != state else { return }
    state = now
    reply.alerts.append(
      Alert(
        level: now == .well ? "info" : "warning", rule: "model", state: now.rawValue, value: nil,
        limit: nil,
        text: "the model '\(name)': \(mistake?.message ?? "it answers again")"))
  }

  /// What is done without an answer: one that is late may still count at the next mark.
  private func substitute(for request: DecisionRequest, _ mistake: ModelMistake?) -> Decision {
    if mistake?.state == .late, request.waited ?? 0 < wait {
      return Decision(id: request.id, action: .wait, reason: "late")
    }
    return Decision(
      id: request.id, action: fallback == .enter ? .enter : .skip,
      reason: RefusalReason.Model.fallback.rawValue)
  }

  func finish() throws(StageError) {
    guard let channel else { return }
    let line = channel.finish(patience: channel.isOwnProgram ? Self.patience : .zero)
    self.channel = nil
    guard fallback == .stop, let line else { return }
    throw StageError(
      .badData,
      "the model '\(name)' at the end: found '\(line.prefix(60))', expected nothing more")
  }
}
