import Foundation
import SFCore
import SFTestSupport
import Testing

import SFNotify

/// Commands from Telegram, over real sockets, from a server that speaks as its Bot API does.
@Suite struct TelegramCommandsTests {
  struct Answers: MonitorAnswers {
    func status() -> String { "all is well" }
    func profit() -> String { "profit" }
    func balance() -> String { String(repeating: "b", count: 5_000) }
    func positions() -> String { "positions" }
    func daily() -> String { "daily" }
    func reduce(by who: String) throws -> String { "reduced by \(who)" }
    func halt(by who: String) throws -> String { "halted by \(who)" }
    func resume(by who: String) throws -> String { "resumed" }
    func exit(_ id: String, by who: String) throws -> String {
      throw StageError(.configuration, "there is no position '\(id)'", help: "see /positions")
    }
    func flatten(by who: String) throws -> String { "flat" }
  }

  @Test func questionsAndCommandsAreAnsweredOnce() throws {
    let (place, chat) = (try NotifierPlace(), TelegramChat())
    let server = try LocalServer { chat.reply($0) }
    chat.write("/halt", chat: 7)
    chat.write("/status")
    let commands = try TelegramCommands(
      [try place.telegram(server)], Answers(), control: true, locks: "\(place.directory)/locks",
      poll: .zero, say: place.say)
    #expect(chat.wait(after: 0).contains("all is well"))
    chat.write("/reduce")
    let question = chat.wait(after: 1)
    let code = try #require(question.components(separatedBy: "write ").last?.prefix(4))
    chat.write(String(code))
    #expect(chat.wait(after: 2).contains("/reduce: reduced by telegram ann"))
    chat.write("/exit 1-1")
    let second = try #require(chat.wait(after: 3).components(separatedBy: "write ").last?.prefix(4))
    chat.write(String(second))
    #expect(
      chat.wait(after: 4).contains(
        "/exit 1-1: not done: there is no position '1-1'; see /positions"))
    chat.write("/balance")
    _ = chat.wait(after: 6)
    commands.close()
    #expect(chat.said.count == 7)
    #expect(chat.said.allSatisfy { $0.hasPrefix("{\"chat_id\":42,") })
    #expect(
      place.said == [
        "telegram: a message from chat 7, which is not listed, is not heard",
        "telegram: /reduce by telegram ann", "telegram: /exit 1-1 by telegram ann",
      ])
  }

  @Test func oneReaderForEachToken() throws {
    let (place, chat) = (try NotifierPlace(), TelegramChat())
    let server = try LocalServer { chat.reply($0) }
    let locks = "\(place.directory)/locks"
    let notifier = try place.telegram(server)
    let commands = try TelegramCommands(
      [notifier], Answers(), control: false, locks: locks, poll: .zero, say: place.say)
    do {
      _ = try TelegramCommands(
        [notifier], Answers(), control: false, locks: locks, poll: .zero, say: place.say)
      Issue.record("two readers")
    } catch let error as StageError {
      #expect(error.exitStatus == .tryAgain)
      #expect(
        error.message == "the messages to the bot of '\(notifier.token)' are read by process "
          + "\(getpid()), expected one reader for each token")
    }
    commands.close()
    let names = try FileManager.default.contentsOfDirectory(atPath: locks)
    #expect(names.count == 1 && !names[0].contains("secret") && !names[0].contains("7654321"))
  }

  @Test func aTokenThatIsNoneEndsTheReading() throws {
    let place = try NotifierPlace()
    let server = try LocalServer { request in
      ServerReply("{\"ok\":false,\"description\":\"Unauthorized \(request.path)\"}", status: 401)
    }
    let commands = try TelegramCommands(
      [try place.telegram(server)], Answers(), control: false, locks: "\(place.directory)/locks",
      poll: .zero, say: place.say)
    while place.said.isEmpty { usleep(1_000) }
    commands.close()
    #expect(
      place.said == [
        "telegram: no command is heard: HTTP 401: Unauthorized /bot…/getUpdates, expected the token of a bot"
      ])
  }
}
