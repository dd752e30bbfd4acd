import SFCore

/// Any server that takes JSON by POST.
///
///     {"level":"error","text":"…","left_out":0,"notices":[{"session":"run-a","level":"error","at":"…","text":"…"}]}
public struct WebhookNotifier: Notifier {
  public static let kind = "webhook"
  public static let summary = "Sends JSON to an address by POST."
  public static let parameters = [
    Parameter("url", .text, "the address"),
    Parameter(
      "token", .text, default: "none", allowsNone: true,
      "the file with what is sent as Authorization: Bearer"),
    levelParameter,
  ]

  public let url: String
  /// The file with it; `nil` for none.
  public let token: String?
  public let level: NoticeLevel

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    url = arguments.name("url")
    let token = arguments.name("token")
    self.token = token == "none" ? nil : token
    level = Self.level(arguments)
    try NotifierAddress.check(url, "url")
  }

  public func open() throws -> NotifierChannel {
    let token = try token.map { try SecretText.read($0, "token") }
    let headers = token.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? []
    return NotifierChannel(
      name: "webhook", secrets: token.map { [$0] } ?? [], mostUnits: SlackNotifier.mostUnits
    ) { [url] message in
      NotifierChannel.json(url, Self.body(message), headers: headers)
    }
  }

  private static func body(_ message: NoticeMessage) -> String {
    let notices = message.notices.map {
      "{\"session\":\($0.session.jsonQuoted),\"level\":\"\($0.level.rawValue)\",\"at\":\"\($0.at)\","
        + "\"text\":\($0.text.jsonQuoted)}"
    }
    return "{\"level\":\"\(message.level.rawValue)\",\"text\":\(message.text.jsonQuoted),"
      + "\"left_out\":\(message.leftOut.total),\"notices\":[\(notices.joined(separator: ","))]}"
  }
}
