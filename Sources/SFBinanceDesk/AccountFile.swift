import SFBinanceOrders
import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The file with the key of an account, which nobody but its owner may read.
package enum AccountFile {
  /// The most bytes that such a file has.
  private static let size = 1 << 16

  #if canImport(Glibc)
    private static let coreSize = __rlimit_resource_t(RLIMIT_CORE.rawValue)
  #else
    private static let coreSize = RLIMIT_CORE
  #endif

  /// Reads it; one that others may read or write is refused (77), whatever stands in it. From now on
  /// no memory of this process is written to a file, however it ends.
  package static func key(_ path: String) throws(StageError) -> AccountKey {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    guard setrlimit(coreSize, &none) == 0 else {
      throw StageError(
        .refused, "cannot keep keys out of core files: \(String(cString: strerror(errno)))")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StageError(.noInput, "cannot read '\(path)': \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw StageError(.noInput, "cannot read '\(path)': \(String(cString: strerror(errno)))")
    }
    // A pipe that was handed over is nobody else's.
    if status.st_mode & S_IFMT == S_IFREG {
      let open = status.st_mode & 0o077
      guard open == 0, status.st_uid == geteuid() else {
        throw StageError(
          .refused,
          "found '\(path)' \(open == 0 ? "of another user" : "open to others"), expected a file "
            + "that only its owner can read",
          help: "chmod 600 it, and think about who has read the key")
      }
    }
    return try AccountText.key(
      String(decoding: try bytes(descriptor, path), as: UTF8.self), from: path)
  }

  private static func bytes(
    _ descriptor: Int32, _ path: String
  ) throws(StageError) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = read(descriptor, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0, bytes.count + count <= size else {
        throw StageError(
          .noInput,
          count < 0
            ? "cannot read '\(path)': \(String(cString: strerror(errno)))"
            : "found more than \(size) bytes in '\(path)', expected the key of an account")
      }
      if count == 0 { return bytes }
      bytes += block[..<count]
    }
  }
}
