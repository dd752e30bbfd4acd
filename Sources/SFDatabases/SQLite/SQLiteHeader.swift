import SFCore
import SFStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the first bytes of a file say ("Database File Format", 1.3 and 1.6), read before SQLite opens
/// it: to open a file for writing changes it, and one of another program is to stay as it is.
enum SQLiteHeader {
  private static let magic = Array("SQLite format 3\0".utf8)
  private static let length = 108

  /// Refuses what is no regular file, no database, or none of this program. A file that is empty, or
  /// not there and to be made, passes.
  static func check(_ path: String, for access: StoreAccess) throws {
    let status: ExitStatus = access == .reading ? .noInput : .cannotCreate
    // A pipe would be waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if access == .writing, errno == ENOENT { return }
      let reason = String(cString: strerror(errno))
      throw StoreError(status, "cannot read '\(path)': \(reason)")
    }
    defer { close(descriptor) }
    var file = stat()
    guard fstat(descriptor, &file) == 0, file.st_mode & S_IFMT == S_IFREG else {
      throw StoreError(status, "cannot read '\(path)': it is no regular file")
    }
    if file.st_size == 0 { return }
    var bytes = [UInt8](repeating: 0, count: length)
    let count = pread(descriptor, &bytes, length, 0)
    guard count == length, bytes.starts(with: magic) else {
      throw StoreError(.badData, "found no database in '\(path)', expected a store")
    }
    try check(bytes, path)
  }

  private static func check(_ bytes: [UInt8], _ name: String) throws(StoreError) {
    // Without a table the log may say more: SQLite is asked.
    let hasTables = bytes[100] != 13 || bytes[103] != 0 || bytes[104] != 0
    let application = word(bytes, 68)
    if application == 0, !hasTables { return }
    guard application == UInt32(SQLiteSchema.applicationID) else {
      throw SQLiteSchema.foreign(name)
    }
    try SQLiteSchema.check(version: Int(Int32(bitPattern: word(bytes, 60))), name)
  }

  private static func word(_ bytes: [UInt8], _ place: Int) -> UInt32 {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
