import Synchronization

/// Connections that stay and carry texts both ways, told apart by numbers of whoever asks for them.
///
/// What they do, they do beside whoever uses them; `descriptor` says when there is something to take.
public protocol MessageSocket: AnyObject {
  /// Readable while there are events.
  var descriptor: Int32 { get }

  func open(_ url: String, id: Int)

  /// Sends a text; one to a connection that is no more is lost, as `closed` says.
  func send(_ text: String, to id: Int)

  /// Ends a connection; nothing is heard of it any more.
  func close(_ id: Int)

  /// What has happened since the last call, in its order.
  func takeEvents() -> [SocketEvent]
}

/// What happens to a connection.
public enum SocketEvent: Equatable, Sendable {
  case opened(Int)
  case text(Int, [UInt8])
  /// It has ended, or has not come about: why.
  case closed(Int, reason: String)
}

/// What makes such connections: of a tool that links none, nothing does.
public enum MessageSockets {
  /// `certificates` is a file of those that are trusted, `nil` for the machine's; `agent` is what is
  /// said of who connects.
  public typealias Maker =
    @Sendable (_ certificates: String?, _ agent: String) throws -> any MessageSocket

  private static let maker = Mutex<Maker?>(nil)

  /// The first thing that a tool does which links some.
  public static func link(_ make: @escaping Maker) { maker.withLock { $0 = make } }

  /// `nil` where nothing makes any: the tool was built without.
  public static func make(certificates: String?, agent: String) throws -> (any MessageSocket)? {
    try maker.withLock { $0 }?(certificates, agent)
  }
}
