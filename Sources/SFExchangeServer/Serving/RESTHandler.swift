import NIOCore
import NIOHTTP1
import SFExchange

/// One connection of the API: collects a request, has it answered, writes the reply.
final class RESTHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// More than any request of the API has.
  private var collector = RequestCollector(longest: 1 << 16)
  private let host: ExchangeHost
  private var isUsed = false

  init(_ host: ExchangeHost) { self.host = host }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let request = collector.take(unwrapInboundIn(data)) else { return }
    let isKept = request.head.isKeepAlive
    guard !request.isTooLong else {
      write(APIReply(html: 413, "Request Entity Too Large"), isKept: false, context)
      return
    }
    host.receive(apiRequest(request, context)) { [host] answered in
      // The one event loop calls it, here or later.
      guard context.channel.isActive else { return }
      switch answered.delivery {
      case .whole: self.write(answered.reply, isKept: isKept, context)
      case .none: context.close(promise: nil)
      case .unsaid: break
      case .cut: self.cut(answered.reply, context)
      case .late(let milliseconds):
        context.eventLoop.assumeIsolated().scheduleTask(
          in: .milliseconds(host.machine(milliseconds))
        ) { self.write(answered.reply, isKept: isKept, context) }
      }
    }
  }

  private func apiRequest(
    _ request: RequestCollector.Request, _ context: ChannelHandlerContext
  ) -> APIRequest {
    let head = request.head
    let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    defer { isUsed = true }
    return APIRequest(
      address: context.remoteAddress?.ipAddress ?? "unknown", method: head.method.rawValue,
      path: String(parts[0]), query: parts.count == 2 ? String(parts[1]) : "",
      body: String(decoding: request.body, as: UTF8.self),
      key: head.headers.first(name: "X-MBX-APIKEY"),
      timeUnit: head.headers.first(name: "X-MBX-TIME-UNIT"), isOnUsedConnection: isUsed)
  }

  /// Writes half of a reply, and ends the connection.
  private func cut(_ reply: APIReply, _ context: ChannelHandlerContext) {
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status),
      headers: ["Content-Type": reply.contentType, "Content-Length": "\(reply.body.count)"])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let half = Array(reply.body.prefix(reply.body.count / 2))
    let body = context.channel.allocator.buffer(bytes: half)
    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.close(promise: nil)
  }

  private func write(_ reply: APIReply, isKept: Bool, _ context: ChannelHandlerContext) {
    var headers = HTTPHeaders([
      ("Content-Type", reply.contentType), ("Content-Length", "\(reply.body.count)"),
    ])
    for header in reply.headers { headers.add(name: header.name, value: header.value) }
    if !isKept { headers.add(name: "Connection", value: "close") }
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let body = context.channel.allocator.buffer(bytes: reply.body)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    if !isKept { context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
