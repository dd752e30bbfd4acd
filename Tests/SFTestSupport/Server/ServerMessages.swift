import Foundation

/// What a client asked a server of the tests.
public struct ServerRequest: Sendable {
  /// The place among all requests of the server, from 0.
  public let number: Int
  /// When it had come, in milliseconds of a steady clock.
  public let time: Int64
  /// Over which connection of the server, from 0.
  public let connection: Int
  public let method: String
  /// Without the query.
  public let path: String
  /// The query, percent-decoded.
  public let query: [String: String]
  /// Names in lower case.
  public let headers: [String: String]
  public let body: [UInt8]
}

extension ServerRequest {
  /// The question that a client asks with a URL, without a server.
  public init(url: String, number: Int = 0, time: Int64 = 0) {
    let parts = URLComponents(string: url)
    let query = (parts?.queryItems ?? []).map { ($0.name, $0.value ?? "") }
    self.init(
      number: number, time: time, connection: 0, method: "GET", path: parts?.path ?? "",
      query: Dictionary(query) { $1 }, headers: [:], body: [])
  }
}

/// What it gets.
public struct ServerReply: Sendable {
  /// How it is sent.
  public enum Delivery: Sendable {
    case whole
    /// The connection breaks behind so many bytes of the body.
    case cut(after: Int)
    /// One byte of the body at a time, with so many milliseconds between.
    case drip(milliseconds: Int)
    /// The connection is closed without a word.
    case silence
  }

  public var status: Int
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  public var delivery = Delivery.whole

  public init(
    _ body: [UInt8], status: Int = 200, headers: [(name: String, value: String)] = [],
    delivery: Delivery = .whole
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.delivery = delivery
  }

  public init(
    _ text: String, status: Int = 200, headers: [(name: String, value: String)] = [],
    delivery: Delivery = .whole
  ) {
    self.init(Array(text.utf8), status: status, headers: headers, delivery: delivery)
  }

  /// The line of the status and the headers.
  var head: String {
    "HTTP/1.1 \(status) \(status == 200 ? "OK" : "Status")\r\n"
      + headers.map { "\($0.name): \($0.value)\r\n" }.joined()
      + "Content-Length: \(body.count)\r\n\r\n"
  }
}
