/// A whole answer, whatever its status.
public struct HTTPAnswer: Sendable {
  public let status: Int
  /// In the order in which they came, as they were written.
  public let headers: [(name: String, value: String)]
  public let body: [UInt8]

  public init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header of a name, whose case does not matter; `nil` when there is none.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// How long to keep still, in seconds; `nil` where it does not say so in seconds.
  public var retryAfter: Int? { header("Retry-After").flatMap { Int($0) }.map { max(0, $0) } }
}
