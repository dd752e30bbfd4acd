import SFCore
import SFHTTP
import SFRun
import SFTransport
import SFWire

/// Hears what the listed chats write to a bot, and answers: a thread that asks Telegram for news and
/// waits (`getUpdates`, long polling).
public final class TelegramCommands: @unchecked Sendable {
  private let bot: TelegramBot
  private let channel: NotifierChannel
  private let answers: any MonitorAnswers
  private let clock: any Clock
  private let say: @Sendable (String) -> Void
  private let lock: PollerLock
  private let bell: Bell
  private let closing: Bell
  private let client: HTTPClient
  private let carrier: NotifierCarrier
  private let poll: TimeSpan
  private let pace = NoticePace()
  private var thread: PosixThread?

  /// Of one thread.
  private var dialog: TelegramDialog
  private var offset = 0
  private var tag = 0
  private var poller = PollerHealth()
  private var random = SystemRandomNumberGenerator()

  /// Hears the chats of those notifiers, which have one token; another reader of it on this machine
  /// is refused (75). `say` is told sentences for the log, from another thread.
  public init(
    _ notifiers: [TelegramNotifier], _ answers: any MonitorAnswers, control: Bool,
    locks: String? = nil, poll: TimeSpan = .seconds(50), clock: any Clock = SystemClock(),
    say: @escaping @Sendable (String) -> Void
  ) throws {
    guard let first = notifiers.first else { preconditionFailure("commands come from a notifier") }
    bot = try TelegramBot(first)
    channel = try first.open()
    lock = try PollerLock(
      token: bot.token, file: first.token, in: locks ?? PollerLock.directory)
    self.answers = answers
    self.clock = clock
    self.say = say
    self.poll = poll
    bell = try Bell()
    closing = try Bell()
    var options = HTTPOptions(agent: "SignalFlow")
    // An answer is waited for in silence.
    options.patience = Int(poll.milliseconds) + NotifierChannel.patience
    client = try HTTPClient(options, stop: bell.descriptor, clock)
    carrier = try NotifierCarrier(channel, closing, clock)
    dialog = TelegramDialog(
      chats: Set(notifiers.compactMap { $0.chatNumber.map(Int.init) }), hasControl: control)
    thread = try PosixThread { self.run() }
  }

  /// Hears no more; an answer that is under way may take a few seconds.
  public func close() {
    bell.ring()
    thread?.join()
  }

  private func run() {
    while !client.isStopped {
      let verdict: PollerHealth.Verdict
      do throws(HTTPFailure) {
        guard let answer = try ask() else { return }
        verdict = take(answer)
      } catch { verdict = poller.failed(channel.shown(error.reason)) }
      if let sentence = verdict.sentence { say(sentence) }
      if verdict.isOver { return }
      var awaited = WaitSet(stop: bell.descriptor)
      if verdict.pause > .zero {
        _ = awaited.wait(until: self.clock.now + verdict.pause, self.clock)
      }
    }
  }

  /// `nil` when it is to end.
  private func ask() throws(HTTPFailure) -> HTTPAnswer? {
    tag += 1
    let seconds = poll.milliseconds / 1_000
    try client.start(
      Query(
        url: bot.url("getUpdates")
          + "?offset=\(offset)&timeout=\(seconds)&allowed_updates=%5B%22message%22%5D",
        sizeLimit: 1 << 22, timeLimit: Int(poll.milliseconds) + NotifierChannel.patience),
      tag: tag)
    guard let (_, result) = try client.next(until: .never) else { return nil }
    return try result.get()
  }

  private func take(_ answer: HTTPAnswer) -> PollerHealth.Verdict {
    guard answer.status == 200, let list = ServerWord.json(answer).flatMap(TelegramUpdate.list)
    else {
      let said = channel.shown(ServerWord.description(answer))
      return poller.failed(
        "HTTP \(answer.status): \(said)", status: answer.status, after: ServerWord.stillness(answer)
      )
    }
    for update in list where update.id >= offset {
      offset = update.id + 1
      if let message = update.message { hear(message) }
    }
    return poller.worked()
  }

  private func hear(_ message: TelegramUpdate.Message) {
    let code = String(1_000 + Int.random(in: 0..<9_000, using: &random))
    switch dialog.hear(message, code: code, time: self.clock.time, now: self.clock.now) {
    case .nothing: break
    case .say(let sentence): say(sentence)
    case .reply(let text): reply(text, to: message.chat)
    case .answer(let question): reply(answer(question), to: message.chat)
    case .perform(let command, let who):
      say("telegram: \(command.text) by \(who)")
      reply("\(command.text): \(perform(command, who))", to: message.chat)
    }
  }

  private func answer(_ question: TelegramDialog.Question) -> String {
    switch question {
    case .status: answers.status()
    case .profit: answers.profit()
    case .balance: answers.balance()
    case .positions: answers.positions()
    case .daily: answers.daily()
    }
  }

  private func perform(_ command: TelegramDialog.Command, _ who: String) -> String {
    do {
      switch command {
      case .reduce: return try answers.reduce(by: who)
      case .halt: return try answers.halt(by: who)
      case .resume: return try answers.resume(by: who)
      case .flatten: return try answers.flatten(by: who)
      case .exit(let id): return try answers.exit(id, by: who)
      }
    } catch let error as any ReportableError {
      return "not done: \(error.message)" + (error.help.map { "; \($0)" } ?? "")
    } catch { return "not done: \(error)" }
  }

  /// In as many messages as it takes, each tried three times.
  private func reply(_ text: String, to chat: Int) {
    for part in Self.parts(text, most: TelegramNotifier.mostUnits) {
      for attempt in 1...3 {
        let end = self.clock.now + pace.patience
        let outcome = carrier.send(bot.message(part, to: String(chat), isSilent: false)) { end }
        if outcome == .delivered { break }
        var pause = pace.pause(after: attempt)
        switch outcome {
        case .delivered: break
        case .refused(let reason):
          say("telegram did not take an answer: \(reason)")
          return
        case .again(let reason, let asked):
          if attempt == 3 { say("telegram did not take an answer: \(reason)") }
          pause = min(max(pause, asked ?? .zero), .seconds(30))
        }
        var awaited = WaitSet(stop: bell.descriptor)
        _ = awaited.wait(until: self.clock.now + pause, self.clock)
        if awaited.isStopped { return }
      }
    }
  }

  package static func parts(_ text: String, most: Int) -> [String] {
    var parts: [String] = []
    var (part, length) = ("", 0)
    for character in text {
      let size = character.utf16.count
      if length + size > most {
        parts.append(part)
        (part, length) = ("", 0)
      }
      part.append(character)
      length += size
    }
    return part.isEmpty ? parts : parts + [part]
  }
}

/// How asking for messages goes: what is said of it, and when it is given up.
package struct PollerHealth: Sendable {
  package struct Verdict: Equatable, Sendable {
    package var sentence: String?
    package var pause = TimeSpan.zero
    package var isOver = false
  }

  private var failures = 0
  private var conflicts = 0
  private let pace = NoticePace()

  package init() {}

  /// A reader that was killed is held to be there for as long as its last question waits: so many
  /// conflicts, a quarter of a minute apart, are another.
  private static let mostConflicts = 6

  package mutating func worked() -> Verdict {
    defer { (failures, conflicts) = (0, 0) }
    return Verdict(sentence: failures > 0 ? "telegram: messages are read again" : nil)
  }

  package mutating func failed(
    _ reason: String, status: Int? = nil, after asked: TimeSpan? = nil
  ) -> Verdict {
    failures += 1
    if status == 409 { return conflicted(reason) }
    conflicts = 0
    if let status, [401, 404].contains(status) {
      return Verdict(
        sentence: "telegram: no command is heard: \(reason), expected the token of a bot",
        isOver: true)
    }
    return Verdict(
      sentence: failures == 1
        ? "telegram: messages cannot be read: \(reason); it is tried again" : nil,
      pause: max(pace.pause(after: failures), min(asked ?? .zero, pace.longestStill)))
  }

  private mutating func conflicted(_ reason: String) -> Verdict {
    conflicts += 1
    guard conflicts >= Self.mostConflicts else { return Verdict(pause: .seconds(15)) }
    return Verdict(
      sentence: "telegram: no command is heard: another program reads the messages to this bot, "
        + "expected one reader for each token (\(reason))", isOver: true)
  }
}
