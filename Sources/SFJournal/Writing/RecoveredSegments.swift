import SFCore

/// What is left of the segments of a journal, and what is lost: found, and nothing done yet.
struct RecoveredSegments {
  /// Of all segments; `nil` when there is none.
  private(set) var header: [UInt8]?
  /// The last segment that holds anything, and what; `nil` when none does.
  private(set) var last: Recovery?
  private var lastFile: String?
  /// The segments behind it, which hold nothing that is whole.
  private(set) var lost: [Timestamp] = []
  private(set) var cut: JournalCut?
  private let path: String
  private var damage: (location: String, message: String)?

  private static let block = 1 << 18

  init(_ directory: JournalDirectory, _ segments: [Timestamp]) throws(JournalError) {
    path = directory.path
    // The last one is read to find the end of the stream, and what it begins with is checked
    // against the first one, which was on the disk before.
    if segments.count > 1 {
      header = try SegmentSearch(directory.file(ofSegment: segments[0]))?.header
    }
    var (file, bytes) = ("", 0)
    for segment in segments.reversed() {
      file = directory.file(ofSegment: segment)
      let recovery = try read(file, segment == segments[0] ? nil : header)
      bytes += recovery.size - (recovery.value.holdsSteps ? recovery.value.kept : 0)
      if recovery.value.holdsSteps {
        (last, lastFile) = (recovery.value, file)
        break
      }
      lost.insert(segment, at: 0)
    }
    header = last?.header
    guard bytes > 0 || !lost.isEmpty else { return }
    cut = JournalCut(
      file: file, bytes: bytes, files: lost.count,
      damage: damage.map { "\($0.location): \($0.message)" })
  }

  /// Reads a segment from its start, to its end or the first byte that no line can hold.
  private mutating func read(
    _ path: String, _ header: [UInt8]?
  ) throws(JournalError) -> (value: Recovery, size: Int) {
    guard let file = try SegmentFile(reading: path) else { return (Recovery(header: header), 0) }
    var recovery = Recovery(header: header)
    var blocks = LineBlocks(file, block: Self.block)
    var goesOn = true
    while goesOn, try blocks.next() { goesOn = blocks.withLines { recovery.take($0) } }
    if let found = recovery.damage {
      damage = ("\(path):\(found.line):\(found.column)", found.message)
    }
    return (recovery, try file.size)
  }

  /// The sum of what is kept of the last segment, `segment`; of nothing when nothing is.
  ///
  /// What was on the disk is still there, as it was; where it is not, no power cut explains it (65),
  /// and to go on would write something else in its place.
  func sum(
    of segment: Timestamp?, against synced: SyncedMark
  ) throws(JournalError) -> SegmentSum {
    let isShort = synced.mark.map { mark in last?.head.map { $0 < mark } ?? true } ?? false
    if isShort, let damage, let mark = synced.mark {
      throw JournalError(
        .badData, damage.message,
        help: "mark \(mark) stood on the disk behind it: bring the file back from a copy",
        location: damage.location)
    }
    var sum = SegmentSum()
    if let last, let path = lastFile, let file = try SegmentFile(reading: path) {
      if let note = synced.note, note.segment == segment {
        sum = try file.sum(of: note.count)
        if !note.isTrue(of: sum) || note.count > last.kept {
          throw try note.error(file, found: sum)
        }
      }
      if !isShort { sum = try file.sum(of: last.kept, behind: sum) }
    }
    if isShort { throw endsEarly(synced) }
    return sum
  }

  private func endsEarly(_ synced: SyncedMark) -> JournalError {
    JournalError(
      .badData,
      "'\(path)' ends at \(last?.head.map { "mark \($0)" } ?? "its start"), "
        + "expected \(synced.mark.map { "mark \($0)" } ?? "its start"), which stood on the disk",
      help: "bring its files back from a copy")
  }
}
