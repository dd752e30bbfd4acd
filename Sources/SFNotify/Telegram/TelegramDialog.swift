import SFCore
import SFRun

/// What is done with what people write to the bot: who is heard, what is asked, what needs a second
/// word.
///
///     /exit 1767582729000-1       →  code 4711, within a minute
///     4711                        →  done, and what was read back
package struct TelegramDialog: Sendable {
  package enum Question: String, CaseIterable, Sendable {
    case status, profit, balance, positions, daily
  }

  /// What changes something.
  package enum Command: Equatable, Sendable {
    case reduce, halt, resume, flatten
    case exit(String)

    /// As it is written.
    var text: String {
      switch self {
      case .reduce: "/reduce"
      case .halt: "/halt"
      case .resume: "/resume"
      case .flatten: "/flatten"
      case .exit(let id): "/exit \(id)"
      }
    }

    /// What it does, for whoever is to confirm it.
    var meaning: String {
      switch self {
      case .reduce: "no entry any more; exits go on"
      case .halt: "no order any more, exits neither"
      case .resume: "entries are let through again"
      case .flatten: "every position is exited"
      case .exit(let id): "the position \(id) is exited"
      }
    }
  }

  package enum Action: Equatable, Sendable {
    case nothing
    case reply(String)
    case answer(Question)
    case perform(Command, who: String)
    /// For the log of the tool: a stranger, whose number whoever sets the bot up wants to know.
    case say(String)
  }

  private struct Pending: Sendable {
    let command: Command
    let code: String
    let until: Moment
  }

  private let chats: Set<Int>
  private let hasControl: Bool
  /// What waits for its second word, by chat.
  private var pending: [Int: Pending] = [:]
  private var strangers: Set<Int> = []

  /// How long a command waits for its code.
  package static let patience = TimeSpan.seconds(60)
  /// An older message was written to a machine that was not there, or is not the one of now.
  package static let oldest: Int64 = 120_000
  /// Of more strangers none is told of.
  private static let mostStrangers = 16

  package init(chats: Set<Int>, hasControl: Bool) {
    self.chats = chats
    self.hasControl = hasControl
  }

  /// `time` is the machine's, to be held against that of the message; `code` is drawn for each message.
  package mutating func hear(
    _ message: TelegramUpdate.Message, code: String, time: Timestamp, now: Moment
  ) -> Action {
    guard chats.contains(message.chat) else { return stranger(message.chat) }
    let words = message.text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let first = words.first else { return .nothing }
    guard time - message.at <= Self.oldest else {
      return .reply("\(first.shown(most: 32)) came too late to be heard: write it again.")
    }
    let waiting = pending.removeValue(forKey: message.chat)
    guard first.hasPrefix("/") else { return confirm(waiting, first, message, now) }
    return command(String(first.dropFirst()), Array(words.dropFirst()), message.chat, code, now)
  }

  private mutating func stranger(_ chat: Int) -> Action {
    guard strangers.count < Self.mostStrangers, strangers.insert(chat).inserted else {
      return .nothing
    }
    return .say("telegram: a message from chat \(chat), which is not listed, is not heard")
  }

  private func confirm(
    _ waiting: Pending?, _ word: String, _ message: TelegramUpdate.Message, _ now: Moment
  ) -> Action {
    guard let waiting else { return .nothing }
    guard now < waiting.until else {
      return .reply(
        "\(waiting.command.text) waited for a minute and was dropped: nothing was done.")
    }
    guard word == waiting.code else {
      return .reply("That is not the code of \(waiting.command.text): nothing was done.")
    }
    return .perform(waiting.command, who: "telegram \(message.who)")
  }

  private mutating func command(
    _ text: String, _ words: [String], _ chat: Int, _ code: String, _ now: Moment
  ) -> Action {
    // In a group a command may say whose it is: /status@some_bot.
    let name = String(text.prefix { $0 != "@" }).lowercased()
    if let question = Question(rawValue: name) { return .answer(question) }
    guard Self.changes.contains(name) else { return .reply(help(for: name)) }
    guard hasControl else {
      return .reply("/\(name) is not allowed: sf-monitor was started without --control.")
    }
    guard let command = Self.command(name, words) else {
      return .reply("/exit needs the id of a position: /positions says them.")
    }
    pending[chat] = Pending(command: command, code: code, until: now + Self.patience)
    return .reply("\(command.text): \(command.meaning).\nTo do it, write \(code) within a minute.")
  }

  private static let changes = ["reduce", "halt", "resume", "exit", "flatten"]

  private static func command(_ name: String, _ words: [String]) -> Command? {
    switch name {
    case "reduce": .reduce
    case "halt": .halt
    case "resume": .resume
    case "flatten": .flatten
    default: words.first.map { .exit($0.shown(most: 64)) }
    }
  }

  private func help(for name: String) -> String {
    let names = Question.allCases.map(\.rawValue) + (hasControl ? Self.changes : [])
    let list = names.map { "/\($0)" }.joined(separator: " ")
    if ["start", "help"].contains(name) { return list }
    return "/\(name.shown(most: 32)) is no command: \(list)"
  }
}
