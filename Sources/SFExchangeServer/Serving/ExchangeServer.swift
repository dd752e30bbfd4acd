import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SFCore
import SFTransport

/// The sockets of an exchange, on one event loop: each connection and each tick of the clock is a
/// callback of the same thread, so that nothing of the exchange is locked.
final class ExchangeServer {
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let host: NIOLoopBound<ExchangeHost>
  private(set) var restPort = 0
  private(set) var socketPort = 0
  private(set) var adminPort = 0

  /// Where it is to listen; 0 is any port that is free.
  struct Ports {
    /// Of all that is asked.
    var rest: Int
    /// The same again. A client that keeps its connections may ask to have one that has carried
    /// requests become a socket, which is answered at the first request only; at another port it
    /// has none.
    var sockets: Int
    /// Of who runs it, on this machine only.
    var admin: Int
  }

  /// How often the exchange looks at its clock, in milliseconds of the machine.
  private static let tick: Int64 = 10

  /// Begins to listen; `makeHost` is called on the event loop. Who runs it is never behind TLS.
  init(
    address: String, _ ports: Ports, _ tls: NIOSSLContext?,
    _ makeHost: @escaping @Sendable () throws -> ExchangeHost
  ) throws {
    let loop = group.next()
    host = try loop.submit { NIOLoopBound(try makeHost(), eventLoop: loop) }.wait()
    let host = host
    do {
      restPort = try listen(address, ports.rest) { try APIPipeline.install(on: $0, host, tls) }
      socketPort = try listen(address, ports.sockets) { try APIPipeline.install(on: $0, host, tls) }
      adminPort = try listen("127.0.0.1", ports.admin) { channel in
        let pipeline = channel.pipeline.syncOperations
        try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: true)
        try pipeline.addHandler(AdminHandler(host.value))
      }
    } catch let error as IOError {
      try group.syncShutdownGracefully()
      throw TransportError(
        .unavailable,
        "cannot listen at \(address), ports \(ports.rest), \(ports.sockets) and \(ports.admin): \(error)",
        help: "choose others: --port, --socket-port and --admin-port, 0 for any that is free")
    }
    loop.scheduleRepeatedTask(
      initialDelay: .milliseconds(Self.tick), delay: .milliseconds(Self.tick)
    ) { _ in
      host.value.tick()
      Self.send(of: host, on: loop)
      try host.value.flush()
    }
  }

  /// Sends frames, between which other callbacks have their turns.
  private static func send(of host: NIOLoopBound<ExchangeHost>, on loop: any EventLoop) {
    guard host.value.sendSome() else { return }
    // Tasks that are due at once would all run before a socket is looked at.
    loop.scheduleTask(in: .microseconds(300)) { send(of: host, on: loop) }
  }

  private func listen(
    _ address: String, _ port: Int,
    _ install: @escaping @Sendable (any Channel) throws -> Void
  ) throws -> Int {
    let channel = try ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try install(channel) }
      }
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .bind(host: address, port: port).wait()
    return channel.localAddress?.port ?? 0
  }

  /// Ends all connections, and writes the rest of the journal.
  func stop() throws {
    let host = host
    try group.next().submit { try host.value.flush() }.wait()
    try group.syncShutdownGracefully()
  }
}
