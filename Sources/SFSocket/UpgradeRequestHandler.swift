import NIOCore
import NIOHTTP1

/// Asks, once a connection stands, that it become a WebSocket; who answers something else is no
/// server of one.
final class UpgradeRequestHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  private let place: SocketURL
  private let agent: String
  private let fail: (String) -> Void

  init(_ place: SocketURL, agent: String, _ fail: @escaping (String) -> Void) {
    self.place = place
    self.agent = agent
    self.fail = fail
  }

  func channelActive(context: ChannelHandlerContext) {
    let standard = place.isSecure ? 443 : 80
    let host = place.host.contains(":") ? "[\(place.host)]" : place.host
    let headers = HTTPHeaders([
      ("Host", place.port == standard ? host : "\(host):\(place.port)"), ("User-Agent", agent),
    ])
    let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: place.path, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let head) = unwrapInboundIn(data) else { return }
    fail("HTTP \(head.status.code) in place of a WebSocket")
    context.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail("\(error)")
    context.close(promise: nil)
  }
}
