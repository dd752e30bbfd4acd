/// What is asked for, by GET.
public struct HTTPRequest: Sendable {
  public let url: String

  /// The most bytes that an answer may have.
  public let sizeLimit: Int

  /// How long the whole may take, in milliseconds; `nil` for a body of any length, which must only
  /// keep coming.
  public let timeLimit: Int?

  public init(url: String, sizeLimit: Int, timeLimit: Int?) {
    self.url = url
    self.sizeLimit = sizeLimit
    self.timeLimit = timeLimit
  }
}

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
}

/// No answer, or not all of it.
public struct HTTPFailure: Error, Equatable, Sendable {
  /// In the words of the library: `Connection refused`.
  public let reason: String

  /// Whether the same request may do better later: a connection that broke, not a certificate that
  /// is not the server's.
  public let isPassing: Bool

  public init(reason: String, isPassing: Bool) {
    self.reason = reason
    self.isPassing = isPassing
  }
}

/// How all requests of a client are made.
public struct HTTPOptions: Sendable {
  /// A file of certificates to trust in place of the system's.
  public var certificates: String?

  /// How long to wait for a connection, and for a body that stands still, in milliseconds.
  public var patience = 10_000

  /// Who asks, for the other side's log.
  public var agent: String

  public init(agent: String) { self.agent = agent }
}
