import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The directory of a journal: its segments by their first marks, and what else stands there.
///
///     journal/about                        whose journal it is, and what was dropped of it
///     journal/synced                       the last mark that is known to be on the disk
///     journal/20260105T093100000.jsonl     a segment
struct JournalDirectory {
  let path: String

  private static let suffix = ".jsonl"

  var about: String { "\(path)/about" }
  var synced: String { "\(path)/synced" }

  func file(ofSegment first: Timestamp) -> String {
    "\(path)/\(MarkName.text(of: first))\(Self.suffix)"
  }

  /// The first marks of the segments, in their order.
  func segments() throws(JournalError) -> [Timestamp] {
    guard let names = DirectoryEntries.names(in: path) else { throw JournalError("read", path) }
    return names.compactMap { name in
      name.hasSuffix(Self.suffix) ? MarkName.mark(String(name.dropLast(Self.suffix.count))) : nil
    }
  }

  /// What the journal says of itself; `nil` when it says nothing.
  func readAbout() throws(JournalError) -> JournalAbout? {
    guard let file = try SegmentFile(reading: about) else { return nil }
    return try JournalAbout(try file.read(at: 0, try file.size), name: about)
  }

  /// Makes the directory where it is not there, so that it outlives a power cut.
  func make() throws(JournalError) {
    if mkdir(path, 0o777) == 0 { return try Self.sync(Self.parent(of: path)) }
    guard errno == EEXIST else { throw JournalError("create", path) }
  }

  /// Removes a segment; one that is gone already is none.
  func remove(segment first: Timestamp) throws(JournalError) {
    let file = file(ofSegment: first)
    guard unlink(file) == 0 || errno == ENOENT else { throw JournalError("remove", file) }
  }

  /// Waits until the names that stand in it are on the disk.
  func sync() throws(JournalError) { try Self.sync(path) }

  /// Writes a small file anew, whole or not at all, also where the power goes.
  func replace(_ file: String, _ bytes: [UInt8]) throws(JournalError) {
    let temporary = file + ".tmp"
    do {
      let written = try SegmentFile(writing: temporary)
      try written.truncate(to: 0)
      try written.write(bytes, at: 0)
      try written.sync()
    }
    guard rename(temporary, file) == 0 else { throw JournalError("create", file) }
    try sync()
  }

  private static func sync(_ path: String) throws(JournalError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw JournalError("read", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw JournalError("sync", path) }
  }

  private static func parent(of path: String) -> String {
    let trimmed = path.last == "/" ? path.dropLast() : path[...]
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }
}
