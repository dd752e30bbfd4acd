import Foundation
import SFCore
import SFNotify
import SFTestSupport

/// A directory with secrets, and what a tool would say.
final class NotifierPlace: @unchecked Sendable {
  static let token = "7654321:AAH-secret_of_the_bot"

  let directory: String
  private let lock = NSLock()
  private var sentences: [String] = []

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("sf-notify-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    directory = url.path
  }

  // What cannot be removed stays among temporary files.
  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// A file with a secret, which others can read where `mode` lets them.
  func file(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
    let path = "\(directory)/\(name)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  func say(_ sentence: String) { lock.withLock { sentences.append(sentence) } }

  var said: [String] { lock.withLock { sentences } }

  func telegram(_ server: LocalServer, chat: Int = 42) throws -> TelegramNotifier {
    let spec =
      "telegram:token=\(try file("token", Self.token + "\n")),chat=\(chat),address=\(server.url)"
    guard let notifier = try Notifiers.catalog.make(spec).0 as? TelegramNotifier else {
      preconditionFailure("a notifier of its kind")
    }
    return notifier
  }

  /// Short, for tests.
  static var pace: NoticePace {
    var pace = NoticePace()
    pace.apart = .milliseconds(10)
    pace.firstPause = .milliseconds(5)
    pace.longestPause = .milliseconds(20)
    pace.longestStill = .milliseconds(40)
    pace.patience = .milliseconds(250)
    return pace
  }

  static func notice(_ number: Int) -> Notice {
    Notice(
      session: "run-a", level: .warning, text: "number <\(number)>",
      at: Timestamp(milliseconds: Int64(number) * 1_000))
  }

  /// The numbers of the notices in a message.
  static func numbers(_ body: [UInt8]) -> [Int] {
    String(decoding: body, as: UTF8.self).components(separatedBy: "number <").dropFirst()
      .compactMap { Int($0.prefix { $0.isNumber }) }
  }
}
