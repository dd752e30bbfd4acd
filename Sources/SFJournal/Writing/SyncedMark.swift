import SFCore
import SFRun

/// The last mark that is known to be on the disk, in the file `synced` of a journal: its text, and a
/// sum of that, since a disk may have written half of it.
///
///     2026-01-05T09:31:00.000Z a3c1f0e55d2b8746
///
/// It is written behind each sync and not synced itself: where it is lost or old, less is known to
/// be safe than is. It says which damage a power cut explains, and which it does not.
struct SyncedMark {
  private let file: SegmentFile
  private(set) var mark: Timestamp?

  init(_ path: String) throws(JournalError) {
    file = try SegmentFile(writing: path)
    let found = try file.read(at: 0, 64)
    let mark = Timestamp(String(decoding: found.prefix(TimestampText.length), as: UTF8.self))
    self.mark = mark.flatMap { Self.text(of: $0) == found ? $0 : nil }
  }

  mutating func set(_ mark: Timestamp?) throws(JournalError) {
    guard mark != self.mark else { return }
    self.mark = mark
    guard let mark else { return try file.truncate(to: 0) }
    try file.write(Self.text(of: mark), at: 0)
  }

  private static func text(of mark: Timestamp) -> [UInt8] {
    let text = Array("\(mark) ".utf8)
    return text + Array("\(Fingerprint(of: text))\n".utf8)
  }
}
