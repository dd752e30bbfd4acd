import NIOCore
import NIOHTTP1
import SFExchange

/// One connection of the API: collects a request, has it answered, writes the reply.
final class RESTHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// More than any request of the API has.
  private static let longestBody = 1 << 16

  private let host: ExchangeHost
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private var isTooLong = false
  private var isUsed = false

  init(_ host: ExchangeHost) { self.host = host }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
      isTooLong = false
    case .body(let bytes):
      isTooLong = isTooLong || body.count + bytes.readableBytes > Self.longestBody
      if !isTooLong { body += Array(bytes.readableBytesView) }
    case .end:
      guard let head else { return }
      self.head = nil
      answer(head, context)
    }
  }

  private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let isKept = head.isKeepAlive
    guard !isTooLong else {
      write(APIReply(html: 413, "Request Entity Too Large"), isKept: false, context)
      return
    }
    let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let request = APIRequest(
      address: context.remoteAddress?.ipAddress ?? "unknown", method: head.method.rawValue,
      path: String(parts[0]), query: parts.count == 2 ? String(parts[1]) : "",
      body: String(decoding: body, as: UTF8.self), key: head.headers.first(name: "X-MBX-APIKEY"),
      isOnUsedConnection: isUsed)
    isUsed = true
    host.receive(request) { [host] answered in
      // The one event loop calls it, here or later.
      guard context.channel.isActive else { return }
      switch answered.delivery {
      case .whole: self.write(answered.reply, isKept: isKept, context)
      case .none: context.close(promise: nil)
      case .late(let milliseconds):
        context.eventLoop.assumeIsolated().scheduleTask(
          in: .milliseconds(host.machine(milliseconds))
        ) { self.write(answered.reply, isKept: isKept, context) }
      }
    }
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
