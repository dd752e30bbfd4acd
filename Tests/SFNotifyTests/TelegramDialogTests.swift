import SFCore
import SFRun
import SFWire
import Testing

import SFNotify

/// What is done with what people write to the bot.
@Suite struct TelegramDialogTests {
  private let time: Timestamp = "2026-01-05T03:12:00.000Z"

  private func message(
    _ text: String, chat: Int = 42, age: Int64 = 1_000
  ) -> TelegramUpdate.Message {
    TelegramUpdate.Message(chat: chat, who: "ann", text: text, at: time + -age)
  }

  private func second(_ count: Int64) -> Moment { Moment(nanoseconds: count * 1_000_000_000) }

  private func hear(
    _ dialog: inout TelegramDialog, _ text: String, chat: Int = 42, age: Int64 = 1_000,
    at now: Int64 = 0
  ) -> TelegramDialog.Action {
    dialog.hear(
      message(text, chat: chat, age: age), code: "4711", time: time, now: second(now))
  }

  @Test(arguments: TelegramDialog.Question.allCases)
  func questionsAreAnswered(_ question: TelegramDialog.Question) {
    var dialog = TelegramDialog(chats: [42], hasControl: false)
    #expect(hear(&dialog, "/\(question.rawValue)") == .answer(question))
    #expect(hear(&dialog, "/\(question.rawValue)@some_bot now") == .answer(question))
  }

  @Test(arguments: [
    ("/reduce", TelegramDialog.Command.reduce), ("/halt", .halt), ("/resume", .resume),
    ("/flatten", .flatten), ("/exit 1767582729000-1", .exit("1767582729000-1")),
  ])
  func commandsAreDoneAtTheSecondWord(_ text: String, _ command: TelegramDialog.Command) {
    var dialog = TelegramDialog(chats: [42], hasControl: true)
    guard case .reply(let asked) = hear(&dialog, text) else {
      Issue.record("no question")
      return
    }
    #expect(asked.contains("4711") && asked.hasPrefix(text))
    #expect(hear(&dialog, "4711", at: 59) == .perform(command, who: "telegram ann"))
    // Once.
    #expect(hear(&dialog, "4711", at: 59) == .nothing)
  }

  @Test(arguments: [("4712", 1), ("4711", 60), ("yes", 1)] as [(String, Int64)])
  func anythingElseDoesNothing(_ word: String, _ at: Int64) {
    var dialog = TelegramDialog(chats: [42], hasControl: true)
    _ = hear(&dialog, "/halt")
    guard case .reply(let text) = hear(&dialog, word, at: at) else {
      Issue.record("no answer")
      return
    }
    #expect(text.hasSuffix("nothing was done."))
    #expect(hear(&dialog, "4711", at: at) == .nothing)
  }

  @Test func aCodeIsOfTheChatThatAsked() {
    var dialog = TelegramDialog(chats: [42, 43], hasControl: true)
    _ = hear(&dialog, "/halt")
    #expect(hear(&dialog, "4711", chat: 43) == .nothing)
    #expect(hear(&dialog, "4711") == .perform(.halt, who: "telegram ann"))
  }

  @Test func anotherCommandTakesThePlaceOfTheFirst() {
    var dialog = TelegramDialog(chats: [42], hasControl: true)
    _ = hear(&dialog, "/flatten")
    _ = hear(&dialog, "/status")
    #expect(hear(&dialog, "4711") == .nothing)
  }

  @Test(arguments: ["/reduce", "/halt", "/resume", "/flatten", "/exit 1"])
  func withoutControlNothingIsDone(_ text: String) {
    var dialog = TelegramDialog(chats: [42], hasControl: false)
    guard case .reply(let answer) = hear(&dialog, text) else {
      Issue.record("no answer")
      return
    }
    #expect(answer.contains("--control"))
    #expect(hear(&dialog, "4711") == .nothing)
  }

  @Test func strangersAreNotHeardAndNamedOnce() {
    var dialog = TelegramDialog(chats: [42], hasControl: true)
    #expect(
      hear(&dialog, "/status", chat: 7)
        == .say("telegram: a message from chat 7, which is not listed, is not heard"))
    #expect(hear(&dialog, "/status", chat: 7) == .nothing)
    for chat in 100..<200 { _ = hear(&dialog, "/halt", chat: chat) }
    #expect(hear(&dialog, "/halt", chat: 300) == .nothing)
  }

  @Test func whatCameTooLateIsNotDone() {
    var dialog = TelegramDialog(chats: [42], hasControl: true)
    #expect(
      hear(&dialog, "/flatten", age: 121_000)
        == .reply("/flatten came too late to be heard: write it again."))
    _ = hear(&dialog, "/flatten")
    guard case .reply = hear(&dialog, "4711", age: 121_000) else {
      Issue.record("done too late")
      return
    }
  }

  @Test func updatesAreRead() throws {
    let text = #"""
      {"ok":true,"result":[{"update_id":7,"message":{"message_id":1,"date":1767582720,
      "from":{"id":42,"username":"ann"},"chat":{"id":-1001,"type":"group"},"text":"/status"}},
      {"update_id":8,"message":{"date":1767582720,"chat":{"id":42},"photo":[]}}]}
      """#
    let list = try #require(TelegramUpdate.list(try JSONValue(text: Array(text.utf8))))
    #expect(list.map(\.id) == [7, 8])
    #expect(
      list[0].message
        == TelegramUpdate.Message(
          chat: -1_001, who: "ann", text: "/status", at: "2026-01-05T03:12:00.000Z"))
    #expect(list[1].message == nil)
  }

  @Test func aSecondReaderIsBelievedWhenItStays() {
    var health = PollerHealth()
    for _ in 0..<5 { #expect(health.failed("HTTP 409: Conflict", status: 409).isOver == false) }
    let last = health.failed("HTTP 409: Conflict", status: 409)
    #expect(last.isOver)
    #expect(last.sentence?.contains("expected one reader for each token") == true)
  }
}
