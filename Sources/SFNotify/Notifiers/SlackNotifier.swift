import SFCore

/// A channel of Slack, by an incoming webhook, whose address is the secret.
///
///     POST https://hooks.slack.com/services/T…/B…/…   {"text":"…"}
public struct SlackNotifier: Notifier {
  public static let kind = "slack"
  public static let summary = "Sends to a channel of Slack, by an incoming webhook."
  public static let parameters = [
    Parameter("url", .text, "the file with the webhook's address, which is a secret"),
    levelParameter,
  ]

  /// The file with it.
  public let url: String
  public let level: NoticeLevel

  /// Slack cuts a text of more than 40 000 characters; what nobody would read is not sent.
  package static let mostUnits = 8_000

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    url = arguments.name("url")
    level = Self.level(arguments)
    guard url.firstRange(of: "://") == nil else {
      throw ConfigurationError(
        "url", "must be a file with the webhook's address, found an address",
        help:
          "who knows the address can write to the channel: put it into a file that only you can read"
      )
    }
  }

  public func open() throws -> NotifierChannel {
    let address = try SecretText.read(url, "webhook's address")
    guard NotifierAddress.isWhole(address) else {
      throw StageError(
        .configuration,
        "found no webhook's address in '\(url)', expected one that begins with https://")
    }
    let secret = address.split(separator: "/", maxSplits: 3).last.map(String.init) ?? address
    return NotifierChannel(name: "slack", secrets: [address, secret], mostUnits: Self.mostUnits) {
      NotifierChannel.json(address, "{\"text\":\(Self.escaped($0.text).jsonQuoted)}")
    }
  }

  /// The three characters that mean something to Slack.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
  }
}
