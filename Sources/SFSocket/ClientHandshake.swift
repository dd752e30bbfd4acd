import NIOCore
import NIOHTTP1
import NIOSSL
import NIOWebSocket

/// How a connection begins: TLS, a request of HTTP, and its answer, behind which it is a WebSocket.
struct ClientHandshake {
  private let place: SocketURL
  private let agent: String

  init(_ place: SocketURL, agent: String) {
    self.place = place
    self.agent = agent
  }

  /// `fail` is told why nothing comes of it.
  func install(
    on channel: any Channel, _ tls: NIOSSLContext?, _ handler: ClientSocketHandler,
    within patience: TimeAmount, _ fail: @escaping (String) -> Void
  ) throws {
    let pipeline = channel.pipeline.syncOperations
    if let tls {
      // A certificate is asked for by name; an address has none.
      let isName = (try? SocketAddress(ipAddress: place.host, port: place.port)) == nil
      let name = isName ? place.host : nil
      try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
    }
    let request = UpgradeRequestHandler(place, agent: agent, fail)
    let bound = NIOLoopBound((handler, request), eventLoop: channel.eventLoop)
    let late = channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    let upgrader = NIOWebSocketClientUpgrader(
      maxFrameSize: ClientSocketHandler.longestText,
      upgradePipelineHandler: { channel, _ in
        late.cancel()
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(bound.value.0)
        }
      })
    // What comes with the answer is the first of the messages.
    try pipeline.addHTTPClientHandlers(
      leftOverBytesStrategy: .forwardBytes,
      withClientUpgrade: (
        upgraders: [upgrader],
        completionHandler: { context in
          context.pipeline.syncOperations.removeHandler(bound.value.1, promise: nil)
        }
      ))
    try pipeline.addHandler(request)
  }
}
