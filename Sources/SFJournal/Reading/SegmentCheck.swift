import SFCore

/// Tells of a segment that is read from its start whether it is what was written: by the sums that
/// its writer noted.
///
/// A segment that nothing was noted of is taken as it is.
struct SegmentCheck {
  private let directory: JournalDirectory
  private let segment: Timestamp
  private var sum = SegmentSum()
  /// What was noted, until so many bytes have been read.
  private var awaited: SumNote?

  /// Begins behind the header of a segment.
  init(
    _ directory: JournalDirectory, _ segment: Timestamp, header: [UInt8]
  ) throws(JournalError) {
    (self.directory, self.segment) = (directory, segment)
    header.withUnsafeBytes { sum.add($0) }
    awaited = try directory.note(of: segment)
  }

  /// Takes what has been read next; an error (65) when it ends, or passes, what was noted, and is
  /// not that.
  mutating func take(_ lines: [UInt8]) throws(JournalError) {
    guard let note = awaited, note.count <= sum.count + lines.count else {
      return lines.withUnsafeBytes { sum.add($0) }
    }
    let before = max(0, note.count - sum.count)
    lines.withUnsafeBytes { sum.add(UnsafeRawBufferPointer(rebasing: $0[..<before])) }
    if !note.isTrue(of: sum) { try checkFile() }
    awaited = nil
    lines.withUnsafeBytes { sum.add(UnsafeRawBufferPointer(rebasing: $0[before...])) }
  }

  /// Nothing comes now, though more may have been noted than has been read.
  func pause() throws(JournalError) {
    if awaited != nil { try checkFile() }
  }

  /// All of the segment has been read.
  func finish() throws(JournalError) {
    guard let note = try directory.note(of: segment), note.count >= sum.count else { return }
    if !note.isTrue(of: sum) { try checkFile() }
  }

  /// What the file holds decides: its writer may have cut what was read, and written it otherwise.
  private func checkFile() throws(JournalError) {
    guard let note = try directory.note(of: segment),
      let file = try SegmentFile(reading: directory.file(ofSegment: segment))
    else { return }
    try note.check(file)
  }
}
