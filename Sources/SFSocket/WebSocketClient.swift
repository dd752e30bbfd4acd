import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import SFCore
import SFFeeds
import SFTransport

/// Connections of WebSocket, on a thread of their own: what comes is kept until it is taken.
///
/// TLS is verified, by the machine's certificates or those of a file. Pings are answered by
/// themselves.
public final class WebSocketClient: MessageSocket {
  private let group: MultiThreadedEventLoopGroup
  private let inbox: SocketInbox
  private let connections: NIOLoopBound<SocketConnections>
  private let tls: NIOSSLContext
  private let agent: String

  /// How long a connection may take until it stands.
  private static let patience = TimeAmount.seconds(10)

  /// `certificates` is a file of PEM with those that are trusted; `nil` for the machine's. `agent` is
  /// what it says of itself.
  public init(certificates: String? = nil, agent: String) throws {
    var settings = TLSConfiguration.makeClientConfiguration()
    if let certificates { settings.trustRoots = .file(certificates) }
    do { tls = try NIOSSLContext(configuration: settings) } catch {
      throw TransportError(
        .noInput, "cannot read the certificates '\(certificates ?? "")': \(error)",
        help: "it is a file of PEM: --cacert")
    }
    inbox = try SocketInbox()
    self.agent = agent
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    connections = try loop.submit { NIOLoopBound(SocketConnections(), eventLoop: loop) }.wait()
  }

  /// Makes it what `MessageSockets` makes.
  public static func link() {
    MessageSockets.link { try WebSocketClient(certificates: $0, agent: $1) }
  }

  deinit { group.shutdownGracefully { _ in } }

  public var descriptor: Int32 { inbox.descriptor }

  public func takeEvents() -> [SocketEvent] { inbox.take() }

  public func open(_ url: String, id: Int) {
    guard let place = SocketURL(url) else {
      inbox.put(.closed(id, reason: "'\(url.shown())' is no address such as wss://host:443/stream"))
      return
    }
    let (inbox, connections, tls, agent) = (inbox, connections, tls, agent)
    let loop = group.next()
    loop.execute {
      connections.value.begin(id)
      let connecting = ClientBootstrap(group: loop)
        .connectTimeout(Self.patience)
        .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            let handler = ClientSocketHandler(id, inbox, connections)
            try ClientHandshake(place, agent: agent).install(
              on: channel, place.isSecure ? tls : nil, handler, within: Self.patience
            ) { connections.value.note($0, of: id) }
          }
        }
        .connect(host: place.host, port: place.port)
      connecting.whenFailure { error in
        guard connections.value.end(id) != nil else { return }
        inbox.put(.closed(id, reason: "\(error)"))
      }
      connecting.whenSuccess { channel in
        channel.closeFuture.whenComplete { _ in
          guard let reason = connections.value.end(id) else { return }
          inbox.put(.closed(id, reason: reason))
        }
      }
    }
  }

  public func send(_ text: String, to id: Int) {
    let connections = connections
    group.next().execute { connections.value.channel(id)?.write(text) }
  }

  public func close(_ id: Int) {
    let connections = connections
    group.next().execute {
      let channel = connections.value.channel(id)
      _ = connections.value.end(id)
      channel?.end()
    }
  }
}

/// The connections that somebody wants, on the loop's thread.
final class SocketConnections {
  /// Why each would have ended, if it ended now.
  private var wanted: [Int: String] = [:]
  private var open: [Int: ClientSocketHandler] = [:]

  func begin(_ id: Int) { wanted[id] = "nobody answered in time" }

  /// Why it has ended; `nil` where it was not wanted any more.
  func end(_ id: Int) -> String? {
    open[id] = nil
    return wanted.removeValue(forKey: id)
  }

  func isWanted(_ id: Int) -> Bool { wanted[id] != nil }

  /// Notes why it is about to end.
  func note(_ reason: String, of id: Int) {
    if isWanted(id) { wanted[id] = reason }
  }

  func stands(_ id: Int, _ handler: ClientSocketHandler) {
    open[id] = handler
    note("the other side ended the connection", of: id)
  }

  func channel(_ id: Int) -> ClientSocketHandler? { open[id] }
}
