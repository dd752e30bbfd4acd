import SFCore

/// A chat of Telegram, by a bot (Bot API: `sendMessage`).
///
///     POST /bot123:TOKEN/sendMessage   {"chat_id":42,"text":"…"}
///     {"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5}}
public struct TelegramNotifier: Notifier {
  public static let kind = "telegram"
  public static let summary = "Sends to a chat of Telegram, and answers commands from there."
  public static let parameters = [
    Parameter("token", .text, "the file with the bot's token"),
    Parameter("chat", .text, "the number of the chat, or @name of a channel"),
    levelParameter,
    Parameter(
      "address", .text, default: "https://api.telegram.org", "the server of the Bot API"),
  ]

  /// The file with it.
  public let token: String
  public let chat: String
  public let level: NoticeLevel
  public let address: String

  /// The Bot API takes 4096 characters.
  package static let mostUnits = 4_096

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    token = arguments.name("token")
    chat = arguments.name("chat")
    level = Self.level(arguments)
    address = arguments.name("address")
    let isChannel = chat.hasPrefix("@") && ColumnName.accepts(chat.dropFirst())
    guard Int64(chat) != nil || isChannel else {
      throw ConfigurationError(
        "chat", "must be the number of a chat or @name, found \(chat.shown())",
        help: "write to the bot, and sf-monitor says the number of the chat")
    }
    try NotifierAddress.check(address, "address")
  }

  /// The chat that may give commands; `nil` for a channel, in which nobody can be told apart.
  public var chatNumber: Int64? { Int64(chat) }

  public func open() throws -> NotifierChannel {
    let bot = try TelegramBot(self)
    let chat = chatNumber.map(String.init) ?? chat.jsonQuoted
    return NotifierChannel(name: "telegram", secrets: [bot.token], mostUnits: Self.mostUnits) {
      bot.message($0.text, to: chat, isSilent: $0.level == .info)
    }
  }
}

/// A bot, by its token.
package struct TelegramBot: Sendable {
  package let token: String
  private let address: String

  package init(_ notifier: TelegramNotifier) throws {
    token = try SecretText.read(notifier.token, "token")
    address = notifier.address
    let parts = token.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, Int64(parts[0]) != nil, !parts[1].isEmpty,
      parts[1].utf8.allSatisfy({
        ColumnName.accepts("a\(Character(UnicodeScalar($0)))") || $0 == 45
      })
    else {
      throw StageError(
        .configuration,
        "found no token in '\(notifier.token)', expected NUMBER:LETTERS as @BotFather writes it")
    }
  }

  package func url(_ method: String) -> String {
    (address.hasSuffix("/") ? String(address.dropLast()) : address) + "/bot\(token)/\(method)"
  }

  /// `chat` as JSON.
  package func message(_ text: String, to chat: String, isSilent: Bool) -> NotifierChannel.Parcel {
    NotifierChannel.json(
      url("sendMessage"),
      "{\"chat_id\":\(chat),\"text\":\(text.jsonQuoted),\"disable_notification\":\(isSilent),"
        + "\"link_preview_options\":{\"is_disabled\":true}}")
  }
}
