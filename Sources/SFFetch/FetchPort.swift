import SFCore

/// The socket of a producer: questions come, answers go.
public final class FetchPort {
  private let socket: ZmqSocket

  /// Who asked: what an answer is addressed with.
  public struct Asker: Hashable, Sendable {
    let identity: [UInt8]
  }

  /// Listens at an address; with keys, to who has one of those that the doorkeeper lets in.
  public init(
    _ address: FetchAddress, keys: CurveKeys? = nil, _ context: ZmqContext
  ) throws(FetchError) {
    socket = try ZmqSocket(.router, context)
    if let keys { try socket.serve(with: keys) }
    try socket.bind(address.text)
  }

  /// Can be read when somebody may have asked, or an answer has gone.
  public var descriptor: Int32 { socket.descriptor }

  /// The next question; `nil` when there is none. What is no question is answered as such.
  public func next() -> (asker: Asker, request: FetchRequest)? {
    while let frames = socket.receive() {
      let asker = Asker(identity: frames[0])
      do throws(FetchError) {
        return (asker, try FetchRequest(Array(frames.dropFirst())))
      } catch {
        let id = frames.count > 2 ? String(decoding: frames[2].prefix(64), as: UTF8.self) : ""
        answer(asker, .reset(id: id, reason: error.message))
      }
    }
    return nil
  }

  /// Sends an answer; one for who has gone, or does not read, is lost.
  public func answer(_ asker: Asker, _ reply: FetchReply) {
    socket.send([asker.identity] + reply.frames)
  }
}
