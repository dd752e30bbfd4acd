import NIOCore
import NIOHTTP1
import SFCore
import SFExchange
import SFRun
import SFWire

/// Who runs the exchange, on a port of its own: faults, and steps of the clock.
///
///     POST   /faults          lines of a script of faults
///     DELETE /faults          no faults any more
///     GET    /faults          each fault and how often it has happened
///     POST   /step?ms=60000   the clock goes on, where it goes by steps
///     GET    /accounts        what each account has
final class AdminHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private var collector = RequestCollector(longest: 1 << 20)
  private let host: ExchangeHost

  init(_ host: ExchangeHost) { self.host = host }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let request = collector.take(unwrapInboundIn(data)) else { return }
    let (status, value) = answer(
      "\(request.head.method.rawValue) \(request.head.uri)", request.body)
    write(status, value, context)
  }

  private func answer(
    _ request: String, _ body: [UInt8]
  ) -> (HTTPResponseStatus, JSONValue) {
    switch request {
    case "GET /faults": return (.ok, host.session.api.faults.text)
    case "GET /accounts": return (.ok, host.session.api.exchange.ledger.text)
    case "DELETE /faults":
      host.clearFaults()
      return (.ok, host.session.api.faults.text)
    case "POST /faults":
      do {
        host.add(try FaultScript.rules(body, name: "faults"))
        return (.ok, host.session.api.faults.text)
      } catch let error as InputError {
        return Self.refused("\(error.place): \(error.message)")
      } catch {
        return Self.refused("\(error)")
      }
    case let step where step.hasPrefix("POST /step?ms="):
      guard let length = Int64(step.dropFirst("POST /step?ms=".count)),
        (0...Timestamp.millisecondsPerDay * 365).contains(length)
      else { return Self.refused("expected whole milliseconds of a year at most") }
      host.step(length)
      return (.ok, .object([("time", .string(host.session.time.description))]))
    default: return (.notFound, .object([("error", .string("no such request"))]))
    }
  }

  private static func refused(_ reason: String) -> (HTTPResponseStatus, JSONValue) {
    (.badRequest, .object([("error", .string(reason))]))
  }

  private func write(
    _ status: HTTPResponseStatus, _ value: JSONValue, _ context: ChannelHandlerContext
  ) {
    let bytes = Array((value.text + "\n").utf8)
    let head = HTTPResponseHead(
      version: .http1_1, status: status,
      headers: [
        "Content-Type": "application/json", "Content-Length": "\(bytes.count)",
        "Connection": "close",
      ])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let body = context.channel.allocator.buffer(bytes: bytes)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
