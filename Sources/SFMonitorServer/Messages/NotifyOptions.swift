import ArgumentParser
import SFCore
import SFNotify
import SFTool

/// Who is told, and how.
struct NotifyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Send messages, as telegram:token=FILE,chat=42 or webhook:url=…,level=error; may be given "
        + "more than once.", valueName: "spec"))
  var notify: [String] = []

  @Option(
    help: ArgumentHelp(
      "Ask this address each minute while all stages are current and reconciled.",
      valueName: "url"))
  var heartbeat: String?

  @Option(
    help: ArgumentHelp(
      "Send a report of the day before at this time, in UTC, as 00:05.", valueName: "time"))
  var daily: String?

  init() {}

  func validate() throws {
    if daily != nil, notify.isEmpty { throw ValidationError("--daily goes with --notify") }
  }

  func notifiers() throws -> [any Notifier] { try notify.map { try Notifiers.catalog.make($0).0 } }

  func dailyTime() throws -> DailyTime? {
    guard let daily else { return nil }
    guard let time = DailyTime(daily) else {
      throw ConfigurationError("--daily", "must be a time of day, as 00:05, found \(daily.shown())")
    }
    return time
  }

  /// The bots whose chats may ask and command: those of one token together.
  static func bots(_ notifiers: [any Notifier]) -> [[TelegramNotifier]] {
    let chats = notifiers.compactMap { $0 as? TelegramNotifier }.filter { $0.chatNumber != nil }
    let tokens = chats.map(\.token)
    return chats.enumerated().filter { tokens.firstIndex(of: $1.token) == $0 }
      .map { first in chats.filter { $0.token == first.element.token } }
  }
}
