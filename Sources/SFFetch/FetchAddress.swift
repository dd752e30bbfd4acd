import SFCore

/// Where a producer can be asked.
public struct FetchAddress: Equatable, Sendable {
  /// As ZeroMQ writes it.
  public let text: String

  /// Whether what goes there leaves this machine.
  public let leavesMachine: Bool

  /// What the path of a socket may be long, in bytes: the system's own limit.
  public static let longestPath = 107

  /// The socket in the directory of a stage.
  public init(stage directory: String) throws(FetchError) {
    let path = "\(directory)/socket"
    guard path.utf8.count <= Self.longestPath else {
      throw FetchError(
        .configuration,
        "cannot use the socket '\(path)': its path has \(path.utf8.count) bytes, the system takes "
          + "\(Self.longestPath) at most",
        help: "use a shorter directory, or a relative path")
    }
    text = "ipc://\(path)"
    leavesMachine = false
  }

  /// Reads `tcp://HOST:PORT`, where HOST may be an address, a name or `*`.
  public init(tcp text: String) throws(FetchError) {
    let rest = text.dropFirst("tcp://".count)
    guard text.hasPrefix("tcp://"), let colon = rest.lastIndex(of: ":"), colon > rest.startIndex,
      let port = Int(rest[rest.index(after: colon)...]), (1...65_535).contains(port)
    else {
      throw FetchError(.configuration, "found the address '\(text)', expected tcp://HOST:PORT")
    }
    self.text = text
    leavesMachine = !Self.isLoopback(String(rest[..<colon]))
  }

  private static func isLoopback(_ host: String) -> Bool {
    if ["localhost", "[::1]"].contains(host) { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return parts.count == 4 && !parts.contains(nil) && parts[0] == 127
  }
}
