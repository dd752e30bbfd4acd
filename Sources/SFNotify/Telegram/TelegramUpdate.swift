import SFCore
import SFWire

/// A message that a bot got.
///
///     {"update_id":7,"message":{"date":1767582729,"from":{"id":42,"username":"ann"},
///      "chat":{"id":42,"type":"private"},"text":"/status"}}
package struct TelegramUpdate: Equatable, Sendable {
  package let id: Int
  /// `nil` for an update that is no message with a text.
  package let message: Message?

  package struct Message: Equatable, Sendable {
    package let chat: Int
    /// Who wrote it: the name, else the number.
    package let who: String
    package let text: String
    package let at: Timestamp

    package init(chat: Int, who: String, text: String, at: Timestamp) {
      self.chat = chat
      self.who = who
      self.text = text
      self.at = at
    }
  }

  /// What `getUpdates` answers; `nil` for what is no such answer.
  package static func list(_ answer: JSONValue) -> [TelegramUpdate]? {
    guard let results = answer["result"]?.array else { return nil }
    return results.compactMap { value in
      value["update_id"]?.integer.map { TelegramUpdate(id: $0, message: message(value["message"])) }
    }
  }

  private static func message(_ value: JSONValue?) -> Message? {
    guard let value, let chat = value["chat"]?["id"]?.integer, let text = value["text"]?.string,
      let seconds = value["date"]?.integer, (0...253_402_300_799).contains(seconds)
    else { return nil }
    let from = value["from"]
    let who =
      from?["username"]?.string ?? from?["id"]?.integer.map(String.init) ?? String(chat)
    return Message(
      chat: chat, who: who.shown(most: 64), text: text,
      at: Timestamp(milliseconds: Int64(seconds) * 1_000))
  }
}
