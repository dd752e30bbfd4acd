import SFCore
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where the stages of a plan, and what is told of them, have their places.
public struct ServingPlaces: Equatable, Sendable {
  /// The directory of the only stage, or of the session.
  private let path: String
  private let isSession: Bool
  /// The process that the status names.
  public let pid: Int32

  /// The directory of a session: each stage has one in it. Where another process holds its lock, it is
  /// that one's session.
  public init(session path: String) {
    (self.path, isSession) = (path, true)
    pid = DirectoryLock.holder(of: path) ?? getpid()
  }

  /// The directory of one stage.
  public init(stage path: String) {
    (self.path, isSession) = (path, false)
    pid = getpid()
  }

  var status: String { "\(path)/status.json" }

  func directory(of stage: String) -> StageDirectory {
    StageDirectory(isSession ? "\(path)/\(stage)" : path)
  }
}
