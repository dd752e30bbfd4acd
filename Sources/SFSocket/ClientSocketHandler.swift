import NIOCore
import NIOWebSocket
import SFFeeds

/// One connection: texts in and out, pings answered.
final class ClientSocketHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let id: Int
  private let inbox: SocketInbox
  private let connections: NIOLoopBound<SocketConnections>
  private var context: ChannelHandlerContext?
  /// The parts of a text whose last has not come.
  private var parts: [UInt8] = []

  /// The most bytes of a text.
  static let longestText = 1 << 20

  init(_ id: Int, _ inbox: SocketInbox, _ connections: NIOLoopBound<SocketConnections>) {
    self.id = id
    self.inbox = inbox
    self.connections = connections
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    guard connections.value.isWanted(id) else {
      context.close(promise: nil)
      return
    }
    connections.value.stands(id, self)
    inbox.put(.opened(id))
  }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .text, .continuation, .binary:
      parts += frame.unmaskedData.readableBytesView
      guard parts.count <= Self.longestText else {
        fail("a message of more than \(Self.longestText) bytes")
        return
      }
      guard frame.fin else { return }
      inbox.put(.text(id, parts))
      parts = []
    case .ping: write(.pong, frame.unmaskedData)
    case .pong: break
    case .connectionClose: end()
    default: fail("a frame of no known kind")
    }
  }

  /// Sends a text.
  func write(_ text: String) {
    guard let context else { return }
    write(.text, context.channel.allocator.buffer(string: text))
  }

  private func write(_ opcode: WebSocketOpcode, _ data: NIOCore.ByteBuffer) {
    guard let context, context.channel.isActive else { return }
    let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
  }

  private func fail(_ reason: String) {
    connections.value.note(reason, of: id)
    context?.close(promise: nil)
  }

  /// Says goodbye and ends it.
  func end() {
    guard let context else { return }
    var data = context.channel.allocator.buffer(capacity: 2)
    data.write(webSocketErrorCode: .normalClosure)
    write(.connectionClose, data)
    context.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { fail("\(error)") }
}
