import Foundation

/// A chat with a bot, by a server that speaks as the Bot API does: it hands out messages as they are
/// written, and notes what the bot says.
public final class TelegramChat: @unchecked Sendable {
  private let lock = NSLock()
  private var written: [(chat: Int, text: String)] = []
  private var heard: [String] = []

  public init() {}

  public func write(_ text: String, chat: Int = 42) {
    lock.withLock { written.append((chat, text)) }
  }

  public var said: [String] { lock.withLock { heard } }

  /// What the bot says next, after so many.
  public func wait(after count: Int) -> String {
    while said.count <= count { usleep(1_000) }
    return said[count]
  }

  public func reply(_ request: ServerRequest) -> ServerReply {
    guard request.path.hasSuffix("/getUpdates") else {
      lock.withLock { heard.append(String(decoding: request.body, as: UTF8.self)) }
      return ServerReply("{\"ok\":true,\"result\":{}}")
    }
    let offset = request.query["offset"].flatMap { Int($0) } ?? 0
    let updates = lock.withLock {
      written.enumerated().filter { $0.offset + 1 >= offset }.map { index, message in
        "{\"update_id\":\(index + 1),\"message\":{\"date\":\(Int(Date().timeIntervalSince1970)),"
          + "\"from\":{\"id\":42,\"username\":\"ann\"},\"chat\":{\"id\":\(message.chat)},"
          + "\"text\":\"\(message.text)\"}}"
      }
    }
    if updates.isEmpty { usleep(5_000) }
    return ServerReply("{\"ok\":true,\"result\":[\(updates.joined(separator: ","))]}")
  }
}
