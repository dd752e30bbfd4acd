import NIOCore
import NIOHTTP1
import NIOSSL
import NIOWebSocket

/// What a new connection of the API is given: requests of HTTP, until it asks to become a
/// connection that stays.
enum APIPipeline {
  static func install(
    on channel: any Channel, _ host: NIOLoopBound<ExchangeHost>, _ tls: NIOSSLContext?
  ) throws {
    let pipeline = channel.pipeline.syncOperations
    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
    let rest = RESTHandler(host.value)
    let bound = NIOLoopBound(rest, eventLoop: channel.eventLoop)
    let upgrader = NIOWebSocketServerUpgrader(
      maxFrameSize: SocketHandler.longestMessage,
      shouldUpgrade: { channel, head in
        let isSocket = SocketHandler.Purpose(head.uri) != nil
        return channel.eventLoop.makeSucceededFuture(isSocket ? HTTPHeaders() : nil)
      },
      upgradePipelineHandler: { channel, head in
        channel.eventLoop.makeCompletedFuture {
          let address = channel.remoteAddress?.ipAddress ?? "unknown"
          try channel.pipeline.syncOperations.addHandler(
            SocketHandler(host.value, SocketHandler.Purpose(head.uri) ?? .api, address: address))
        }
      })
    try pipeline.configureHTTPServerPipeline(
      withPipeliningAssistance: true,
      withServerUpgrade: (
        upgraders: [upgrader],
        completionHandler: { context in
          context.pipeline.syncOperations.removeHandler(bound.value, promise: nil)
        }
      ))
    try pipeline.addHandler(rest)
  }
}
