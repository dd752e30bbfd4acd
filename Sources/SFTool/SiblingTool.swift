import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Another tool of ours, for one that starts it.
public enum SiblingTool {
  /// The path of the tool that stands beside this one; else its name, to be looked for on the PATH.
  public static func path(of name: String) -> String {
    guard let directory else { return name }
    let beside = directory + name
    return access(beside, X_OK) == 0 ? beside : name
  }

  /// Becomes another tool, which gets `words`; returns how it failed where that cannot be started.
  package static func become(_ name: String, _ words: [String]) -> TransportError {
    let path = (directory ?? "") + name
    var arguments: [UnsafeMutablePointer<CChar>?] = ([path] + words).map { strdup($0) } + [nil]
    execv(path, &arguments)
    return TransportError(
      .unavailable, "cannot start '\(path)': \(TransportError.reason(errno))")
  }

  /// Has what this process starts find the tools beside it, ahead of others of their names.
  public static func putFirstOnPath() {
    guard let directory else { return }
    setenv("PATH", "\(directory.dropLast()):\(ProgramPath.text)", 1)
  }

  /// Where this tool stands, with its slash; `nil` where the system does not say.
  public static var directory: String? {
    guard let own = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(own) }
    let path = String(cString: own)
    return path.lastIndex(of: "/").map { String(path[...$0]) }
  }
}
