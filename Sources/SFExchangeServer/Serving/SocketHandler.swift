import NIOCore
import NIOWebSocket
import SFCore
import SFExchange

/// One connection that stays, of the WebSocket API or of the streams: messages in, answers, events
/// and frames out.
///
/// It pings every 20 seconds of the machine's time, and ends a connection that has answered none
/// for a minute; a connection lasts no longer than a day of the exchange's time.
final class SocketHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private static let pingEvery = TimeAmount.seconds(20)
  private static let pongWithin = 3
  static let longestMessage = 1 << 16

  /// What a connection is for, by its path.
  enum Purpose: Equatable {
    case api
    case streams([String], isCombined: Bool)

    /// `/ws-api/v3`; `/ws`, `/ws/a/b`, `/stream`, `/stream?streams=a/b`; `nil` for others.
    init?(_ uri: String) {
      let parts = uri.split(separator: "?", maxSplits: 1).map(String.init)
      let path = (parts.first ?? "").split(separator: "/").map(String.init)
      switch path.first {
      case "ws-api": self = .api
      case "ws": self = .streams(Array(path.dropFirst()), isCombined: false)
      case "stream":
        let query = parts.count == 2 ? parts[1].split(separator: "&") : []
        let list = query.first { $0.hasPrefix("streams=") }?.dropFirst("streams=".count)
        let names = (list ?? "").split(separator: "/").map(String.init)
        self = .streams(names, isCombined: true)
      default: return nil
      }
    }
  }

  private let host: ExchangeHost
  private let purpose: Purpose
  private let address: String
  private var number: Int?
  /// The parts of a message whose last has not come.
  private var parts: [UInt8] = []
  private var unanswered = 0

  init(_ host: ExchangeHost, _ purpose: Purpose, address: String) {
    self.host = host
    self.purpose = purpose
    self.address = address
  }

  func handlerAdded(context: ChannelHandlerContext) {
    open(context)
    pingLater(context)
    let day = host.machine(Timestamp.millisecondsPerDay)
    if day > 0 {
      context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(day)) {
        self.end(.goingAway, context)
      }
    }
  }

  private func open(_ context: ChannelHandlerContext) {
    let socket = ExchangeHost.Socket(
      isOfStreams: purpose != .api, write: { self.write($0, context) },
      flush: { context.flush() }, end: { self.end(.goingAway, context) },
      cut: { self.cut("{}", context) })
    switch purpose {
    case .streams(let names, let isCombined):
      number = host.openStream(names, isCombined: isCombined, socket)
    case .api:
      switch host.open(from: address, socket) {
      case .success(let number): self.number = number
      case .failure: context.close(promise: nil)
      }
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .text, .continuation:
      parts += Array(frame.unmaskedData.readableBytesView)
      guard parts.count <= Self.longestMessage else {
        end(.messageTooLarge, context)
        return
      }
      if frame.fin { receive(context) }
    case .ping:
      context.writeAndFlush(
        wrapOutboundOut(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)),
        promise: nil)
    case .pong: unanswered = 0
    case .connectionClose: end(.normalClosure, context)
    default: end(.unacceptableData, context)
    }
  }

  private func receive(_ context: ChannelHandlerContext) {
    let message = String(decoding: parts, as: UTF8.self)
    parts = []
    guard let number else { return }
    guard purpose == .api else {
      if let answer = host.answer(stream: message, number) {
        send(answer, context)
      } else {
        end(.policyViolation, context)
      }
      return
    }
    let request = APIRequest(message: message, connection: number, address: address)
    host.receive(request) { [host] answered in
      let text = String(decoding: answered.reply.body, as: UTF8.self)
      switch answered.delivery {
      case .whole: self.send(text, context)
      case .none: context.close(promise: nil)
      case .unsaid: break
      case .cut: self.cut(text, context)
      case .late(let milliseconds):
        context.eventLoop.assumeIsolated().scheduleTask(
          in: .milliseconds(host.machine(milliseconds))
        ) { self.send(text, context) }
      }
    }
  }

  private func send(_ text: String, _ context: ChannelHandlerContext) {
    write(text, context)
    context.flush()
  }

  private func write(_ text: String, _ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    let frame = WebSocketFrame(
      fin: true, opcode: .text, data: context.channel.allocator.buffer(string: text))
    context.write(wrapOutboundOut(frame), promise: nil)
  }

  /// Sends half of a frame, and ends the connection.
  private func cut(_ text: String, _ context: ChannelHandlerContext) {
    let half = Array(text.utf8.prefix(max(1, text.utf8.count / 2)))
    // A text of more bytes than will come, behind the encoder, which knows whole frames alone.
    let head: [UInt8] = [0x81, 126, 0x7f, 0xff]
    let buffer = context.channel.allocator.buffer(bytes: head + half)
    let operations = context.pipeline.syncOperations
    // Without one the connection speaks no frames any more, and ends here.
    if let encoder = try? operations.context(handlerType: WebSocketFrameEncoder.self) {
      encoder.writeAndFlush(NIOAny(buffer), promise: nil)
    }
    context.close(promise: nil)
  }

  private func pingLater(_ context: ChannelHandlerContext) {
    context.eventLoop.assumeIsolated().scheduleTask(in: Self.pingEvery) { self.ping(context) }
  }

  private func ping(_ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    guard unanswered < Self.pongWithin else {
      context.close(promise: nil)
      return
    }
    unanswered += 1
    let frame = WebSocketFrame(
      fin: true, opcode: .ping, data: context.channel.allocator.buffer(string: "\(unanswered)"))
    context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    pingLater(context)
  }

  private func end(_ code: WebSocketErrorCode, _ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    var data = context.channel.allocator.buffer(capacity: 2)
    data.write(webSocketErrorCode: code)
    let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
    context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    if let number { host.close(number) }
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
