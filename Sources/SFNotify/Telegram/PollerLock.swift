import SFCore
import SFDigest
import SFJournal
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The right to ask for what was written to one bot: two that ask take each other's messages away.
package final class PollerLock {
  private let lock: DirectoryLock

  /// `directory` is the user's own; the name in it says nothing of the token.
  package init(token: String, file: String, in directory: String) throws {
    let hash = try SHA256Library.open().hexadecimal(of: Array(token.utf8)).prefix(16)
    let path = "\(directory)/telegram-\(hash)"
    try Self.make(directory)
    try Self.make(path)
    do throws(TransportError) { lock = try DirectoryLock(path) } catch {
      guard error.exitStatus == .tryAgain else { throw error }
      let holder = DirectoryLock.holder(of: path).map { "process \($0)" } ?? "another process"
      throw StageError(
        .tryAgain,
        "the messages to the bot of '\(file)' are read by \(holder), expected one reader for each token",
        help: "end it, or give this one a bot of its own")
    }
  }

  private static func make(_ path: String) throws {
    guard DirectoryEntries.make(path, 0o700) else {
      throw StageError(.cannotCreate, "cannot create '\(path)': \(TransportError.reason(errno))")
    }
  }

  /// Where locks of a user stand.
  package static var directory: String {
    if let runtime = getenv("XDG_RUNTIME_DIR").map({ String(cString: $0) }), !runtime.isEmpty {
      return "\(runtime)/signalflow"
    }
    return "/tmp/signalflow-\(getuid())"
  }
}
