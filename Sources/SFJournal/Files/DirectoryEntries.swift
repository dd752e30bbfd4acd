#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What stands in a directory.
package enum DirectoryEntries {
  /// The names of its entries in the order of their bytes; `nil`, with `errno` set, when it cannot
  /// be read.
  package static func names(in path: String) -> [String]? {
    guard let directory = opendir(path) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Waits until the names that stand in a directory are on the disk; `false`, with `errno` set,
  /// when that cannot be.
  package static func sync(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }

  /// Makes a directory where it is not there, so that it outlives a power cut; `false`, with `errno`
  /// set, when that cannot be.
  package static func make(_ path: String, _ mode: mode_t) -> Bool {
    if mkdir(path, mode) == 0 { return sync(parent(of: path)) }
    return errno == EEXIST
  }

  /// The directory that a name stands in.
  package static func parent(of path: String) -> String {
    let trimmed = path.last == "/" ? path.dropLast() : path[...]
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }
}
