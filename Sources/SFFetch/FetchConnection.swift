import SFCore
import SFRun

/// The socket of a consumer, and what is fetched by it.
public final class FetchConnection {
  /// How a consumer knows the producers that it asks over a network, and is known by them.
  public struct Credentials: Sendable {
    public var keys: CurveKeys
    public var servers: PublicKeys

    public init(keys: CurveKeys, servers: PublicKeys) {
      self.keys = keys
      self.servers = servers
    }
  }

  private let address: FetchAddress
  private let context: ZmqContext
  private let keys: (own: CurveKeys, server: String)?
  private var socket: ZmqSocket
  private var client: FetchClient
  private let say: (String) -> Void

  /// An address beyond this machine needs credentials with a key for it (77). `say` tells people for
  /// whom it waits, and when that one has come.
  public init(
    _ address: FetchAddress, _ client: FetchClient, _ credentials: Credentials?,
    _ context: ZmqContext, say: @escaping (String) -> Void = { _ in }
  ) throws(FetchError) {
    self.say = say
    self.address = address
    self.client = client
    self.context = context
    keys = try Self.keys(for: address, credentials)
    socket = try Self.open(address, keys, context)
  }

  private static func keys(
    for address: FetchAddress, _ credentials: Credentials?
  ) throws(FetchError) -> (own: CurveKeys, server: String)? {
    if let credentials, let server = credentials.servers.key(of: address.text) {
      return (credentials.keys, server)
    }
    guard address.leavesMachine else { return nil }
    throw FetchError(
      .refused, "cannot fetch from '\(address.text)' in the clear: it is another machine",
      help: "give --curve-key FILE and the producer's public key by --server-keys FILE")
  }

  private static func open(
    _ address: FetchAddress, _ keys: (own: CurveKeys, server: String)?, _ context: ZmqContext
  ) throws(FetchError) -> ZmqSocket {
    let socket = try ZmqSocket(.dealer, context)
    if let keys { try socket.speak(to: keys.server, with: keys.own) }
    try socket.connect(address.text)
    return socket
  }

  /// Can be read when something may have come; another one after each `advance`.
  public var descriptor: Int32 { socket.descriptor }

  public var isEnded: Bool { client.isEnded }
  public var journal: String? { client.journal }
  public var position: Timestamp? { client.position }

  /// The next thing that came; `nil` when there is none. Fails (76) for another journal.
  public func next() throws(FetchError) -> FetchClient.Delivery? {
    while let frames = socket.receive() {
      let delivery = try client.take(try FetchReply(frames))
      tell()
      if delivery != .nothing { return delivery }
    }
    return nil
  }

  private func tell() {
    switch client.takeNews() {
    case .awaited: say("waits for \(address.text), which does not answer")
    case .came: say("\(address.text) answers")
    case nil: break
    }
  }

  /// Asks for more, if no question is open; returns until when to wait for the answer.
  public func advance(_ now: Moment) throws(FetchError) -> Moment {
    while true {
      switch client.next(now) {
      case .send(let request): socket.send(request.frames)
      case .reconnect:
        tell()
        socket = try Self.open(address, keys, context)
      case .wait(let deadline): return deadline
      }
    }
  }
}
