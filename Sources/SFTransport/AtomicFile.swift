import SFJournal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that is there whole or not at all: written beside its target and renamed.
public enum AtomicFile {
  /// Fails when the file could not be created, before any work is done for it.
  public static func check(_ path: String) throws(TransportError) {
    switch Endpoint(path) {
    case .standard, .descriptor: return
    // It is none for an output, and says so.
    case .socket: _ = try Endpoint.open(output: path)
    case .file: try checkFile(path)
    }
  }

  private static func checkFile(_ path: String) throws(TransportError) {
    if isDirectory(path) { throw failure("create", path, EISDIR) }
    guard isReplaceable(path) else { return }
    guard access(DirectoryEntries.parent(of: target(of: path)), W_OK | X_OK) == 0 else {
      throw failure("create", path, errno)
    }
  }

  public static func write(_ text: String, to path: String, syncs: Bool = false) throws {
    try write(to: path, syncs: syncs) { try $0.write(text: text) }
  }

  /// Writes straight into what is no regular file: standard output, a descriptor, a device. With
  /// `syncs` the file is there, and whole, after a power cut, too.
  public static func write(
    to path: String, syncs: Bool = false, _ body: (DescriptorSink) throws -> Void
  ) throws {
    guard Endpoint(path) == .file, isReplaceable(path) else {
      return try body(try Endpoint.open(output: path))
    }
    let target = target(of: path)
    let temporary = target + ".\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure("create", path, errno) }
    do {
      defer { close(descriptor) }
      try body(DescriptorSink(descriptor, name: path, isOwned: false))
      if syncs, fsync(descriptor) != 0 { throw failure("write", path, errno) }
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, target) == 0 else {
      let number = errno
      unlink(temporary)
      throw failure("create", path, number)
    }
    if syncs, !DirectoryEntries.sync(DirectoryEntries.parent(of: target)) {
      throw failure("write", path, errno)
    }
  }

  /// A device or a pipe is written to and must not be replaced by a file; nor what
  /// `/dev/stdout` stands for.
  private static func isReplaceable(_ path: String) -> Bool {
    guard !path.hasPrefix("/dev/"), !path.hasPrefix("/proc/") else { return false }
    var status = stat()
    guard stat(path, &status) == 0 else { return true }
    return status.st_mode & S_IFMT == S_IFREG
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Where a link points, so that it stays one.
  private static func target(of path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func failure(_ verb: String, _ path: String, _ number: Int32) -> TransportError {
    TransportError(
      .cannotCreate, "cannot \(verb) '\(path)': \(TransportError.reason(number))")
  }
}
