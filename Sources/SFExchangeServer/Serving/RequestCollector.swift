import NIOCore
import NIOHTTP1

/// Puts the parts of a request together.
struct RequestCollector {
  /// A request, whole; of one that is too long the body is cut.
  struct Request {
    let head: HTTPRequestHead
    let body: [UInt8]
    let isTooLong: Bool
  }

  /// Of a body, in bytes.
  private let longest: Int
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private var isTooLong = false

  init(longest: Int) { self.longest = longest }

  /// The request whose last part it is; `nil` while there is more to come.
  mutating func take(_ part: HTTPServerRequestPart) -> Request? {
    switch part {
    case .head(let head):
      self.head = head
      body = []
      isTooLong = false
    case .body(let bytes):
      isTooLong = isTooLong || body.count + bytes.readableBytes > longest
      if !isTooLong { body += Array(bytes.readableBytesView) }
    case .end:
      defer { head = nil }
      return head.map { Request(head: $0, body: body, isTooLong: isTooLong) }
    }
    return nil
  }
}
