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
///     journal/20260105T093100000.sum       of a full one: its sum
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

  private func sum(ofSegment first: Timestamp) -> String {
    "\(path)/\(MarkName.text(of: first)).sum"
  }

  /// What was noted of the sum of a segment: when it was full, or when it was synced last; `nil`
  /// where nothing was.
  func note(of segment: Timestamp) throws(JournalError) -> SumNote? {
    if let file = try SegmentFile(reading: sum(ofSegment: segment)),
      let note = SumNote.words(try file.read(at: 0, SumNote.longest)).flatMap(SumNote.init),
      note.segment == segment
    {
      return note
    }
    guard let file = try SegmentFile(reading: synced), let note = try SyncedMark.read(file)?.note,
      note.segment == segment
    else { return nil }
    return note
  }

  /// Notes the sum of a full segment.
  func set(_ note: SumNote, syncs: Bool) throws(JournalError) {
    let file = try SegmentFile(writing: sum(ofSegment: note.segment))
    try file.truncate(to: 0)
    try file.write(SumNote.line(note.text), at: 0)
    if syncs { try file.sync() }
  }

  /// Forgets the sum of a segment, which is none that is full any more.
  func removeSum(ofSegment first: Timestamp) throws(JournalError) {
    let file = sum(ofSegment: first)
    guard unlink(file) == 0 || errno == ENOENT else { throw JournalError("remove", file) }
  }

  /// What the journal says of itself; `nil` when it says nothing.
  func readAbout() throws(JournalError) -> JournalAbout? {
    guard let file = try SegmentFile(reading: about) else { return nil }
    return try JournalAbout(try file.read(at: 0, try file.size), name: about)
  }

  /// Makes the directory where it is not there, so that it outlives a power cut.
  func make() throws(JournalError) {
    guard DirectoryEntries.make(path, 0o777) else { throw JournalError("create", path) }
  }

  /// Removes a segment; one that is gone already is none.
  func remove(segment first: Timestamp) throws(JournalError) {
    try removeSum(ofSegment: first)
    let file = file(ofSegment: first)
    guard unlink(file) == 0 || errno == ENOENT else { throw JournalError("remove", file) }
  }

  /// Waits until the names that stand in it are on the disk.
  func sync() throws(JournalError) {
    guard DirectoryEntries.sync(path) else { throw JournalError("sync", path) }
  }

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
}
