/// What a process asked of the file system, as `strace` saw it.
public enum DiskOperation: Equatable, Sendable {
  case makeDirectory(String)
  case create(String)
  case write(String, at: Int, [UInt8])
  case truncate(String, Int)
  /// `fsync` or `fdatasync`, of a file or of a directory.
  case sync(String)
  case rename(String, String)
  case remove(String)
  /// Bytes that left by standard output: somebody has been shown them.
  case show([UInt8])
}
