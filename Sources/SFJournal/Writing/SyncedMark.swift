import SFCore

/// The last mark that is known to be on the disk, in the file `synced` of a journal: its text, the
/// sum of its segment up to there, and a sum of the line, since a disk may have written half of it.
///
///     2026-01-05T09:31:00.000Z 20260105T000000000 31457 5f0c1e2d3b4a6978 a3c1f0e55d2b8746
///
/// It is written behind each sync and not synced itself: where it is lost or old, less is known to
/// be safe than is. It says which damage a power cut explains, and which it does not.
struct SyncedMark {
  private let file: SegmentFile
  private(set) var mark: Timestamp?
  /// `nil` where the sum is not known: of the first form of the file, or of a journal that was cut.
  private(set) var note: SumNote?

  init(_ path: String) throws(JournalError) {
    file = try SegmentFile(writing: path)
    (mark, note) = try Self.read(file) ?? (nil, nil)
  }

  /// What a file says; `nil` for nothing.
  static func read(_ file: SegmentFile) throws(JournalError) -> (mark: Timestamp, note: SumNote?)? {
    guard let words = SumNote.words(try file.read(at: 0, SumNote.longest)), let first = words.first,
      let mark = Timestamp(first)
    else { return nil }
    return (mark, SumNote(Array(words.dropFirst())))
  }

  mutating func set(_ mark: Timestamp?, _ note: SumNote?) throws(JournalError) {
    guard mark != self.mark || note != self.note else { return }
    (self.mark, self.note) = (mark, note)
    guard let mark else { return try file.truncate(to: 0) }
    try file.write(SumNote.line("\(mark)" + (note.map { " \($0.text)" } ?? "")), at: 0)
  }
}
