/// A request that changes something at the other side: an order, a cancel.
///
/// It is sent once, over a connection that nothing has used and nothing will use: libcurl sends a
/// request again by itself when a connection that it had kept turns out to be dead. It follows no
/// redirect, and no courier takes it.
public struct Change: Sendable {
  public enum Method: String, Sendable {
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
  }

  public let method: Method
  public let url: String
  /// Beside those that every request has.
  public let headers: [(name: String, value: String)]
  public let body: [UInt8]

  /// The most bytes that an answer may have, unpacked.
  public let sizeLimit: Int

  /// How long the whole may take, in milliseconds; then its outcome is unknown.
  public let timeLimit: Int

  public init(
    _ method: Method, url: String, headers: [(name: String, value: String)] = [],
    body: [UInt8] = [], sizeLimit: Int, timeLimit: Int
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.sizeLimit = sizeLimit
    self.timeLimit = timeLimit
  }
}
