import SFCore
import SFFetch
import SFRun

/// The journal of a stage of another process, fetched ahead of what the child has taken.
final class RemoteSupply: StepSupply {
  private let address: FetchAddress
  private let credentials: FetchConnection.Credentials?
  private let context: ZmqContext
  /// The journal that it must be; `nil` while it may be any.
  private let known: () -> String?
  private let say: (String) -> Void
  private var connection: FetchConnection?
  private var queue: [SuppliedLines] = []
  private var queued = 0

  /// Bytes that are fetched ahead.
  private static let most = 1 << 17

  init(
    _ address: FetchAddress, _ credentials: FetchConnection.Credentials?, _ context: ZmqContext,
    known: @escaping () -> String?, say: @escaping (String) -> Void
  ) {
    self.say = say
    self.address = address
    self.credentials = credentials
    self.context = context
    self.known = known
  }

  var journal: String? { connection?.journal }
  var descriptor: Int32 { connection?.descriptor ?? -1 }

  func begin(behind mark: Timestamp?) throws {
    queue = []
    queued = 0
    connection = try FetchConnection(
      address, FetchClient(journal: known(), behind: mark), credentials, context, say: say)
  }

  func next() throws -> SuppliedLines {
    try take()
    guard !queue.isEmpty else { return .nothing }
    let lines = queue.removeFirst()
    if case .steps(let bytes) = lines { queued -= bytes.count }
    return lines
  }

  func advance(_ now: Moment) throws -> Moment {
    try take()
    guard let connection, queued < Self.most else { return .never }
    return try connection.advance(now)
  }

  private func take() throws {
    while let delivery = try connection?.next() {
      switch delivery {
      case .header(let hello): queue.append(.header(hello.header))
      case .steps(let bytes, _):
        queue.append(.steps(bytes))
        queued += bytes.count
      case .end(let bytes): queue.append(.end(bytes))
      case .nothing: break
      }
    }
  }
}
