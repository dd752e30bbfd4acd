/// A request that only asks, by GET: sent twice it changes no more than sent once.
///
/// It may be retried, and follows redirects that stay with its host. What changes something is a
/// `Change`, which nothing here retries.
public struct Query: Sendable {
  public let url: String
  /// Beside those that every request has.
  public let headers: [(name: String, value: String)]

  /// The most bytes that an answer may have, unpacked.
  public let sizeLimit: Int

  /// How long the whole may take, in milliseconds; `nil` for a body of any length, which must only
  /// keep coming.
  public let timeLimit: Int?

  public init(
    url: String, headers: [(name: String, value: String)] = [], sizeLimit: Int, timeLimit: Int?
  ) {
    self.url = url
    self.headers = headers
    self.sizeLimit = sizeLimit
    self.timeLimit = timeLimit
  }

  /// The same question at another place.
  func redirected(to url: String) -> Query {
    Query(url: url, headers: headers, sizeLimit: sizeLimit, timeLimit: timeLimit)
  }
}
