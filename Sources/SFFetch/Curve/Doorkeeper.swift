/// Answers ZeroMQ's question whom to let in; there is one in a process, and it must be there before a
/// socket serves with keys.
public final class Doorkeeper {
  private let socket: ZmqSocket
  private let library: ZmqLibrary
  private let allowed: PublicKeys

  public init(allowing keys: PublicKeys, _ context: ZmqContext) throws {
    library = context.library
    allowed = keys
    socket = try ZmqSocket(.router, context)
    try socket.bind("inproc://zeromq.zap.01")
  }

  /// Can be read when somebody may be asking.
  public var descriptor: Int32 { socket.descriptor }

  /// Answers all that ask; returns how many were kept out.
  public func answer() -> Int {
    var refused = 0
    while let frames = socket.receive() {
      // Who asks, an empty frame, and the question.
      guard let empty = frames.firstIndex(where: \.isEmpty),
        let request = ZapRequest(Array(frames[(empty + 1)...]))
      else { continue }
      let isAllowed = request.key(encoded).map(allowed.contains) ?? false
      if !isAllowed { refused += 1 }
      socket.send(frames[...empty] + request.answer(isAllowed: isAllowed))
    }
    return refused
  }

  private func encoded(_ key: [UInt8]) -> String? {
    var text = [CChar](repeating: 0, count: CurveKeys.length + 1)
    guard library.encode(&text, key, key.count) != nil else { return nil }
    return String(
      decoding: text.prefix(CurveKeys.length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
