import SFCore

/// The journal of a stage, held by the one process that writes it: a stream in segments, which
/// grows by whole steps.
///
/// A reader of its own sees what another process would: `JournalReader`. Nothing here asks who else
/// writes; the stage's lock does.
public final class Journal {
  /// How segments are cut and when they reach the disk.
  public struct Options: Sendable {
    /// Bytes of a segment; a step that is longer has one of its own.
    public var longestSegment = 64 << 20
    /// Whether a segment is on the disk before the next one begins; a rehearsal need not wait.
    public var syncsSegments = true

    public init() {}
  }

  /// The directory of its segments: `run/features/journal`.
  public var path: String { directory.path }
  /// Tells this journal from any other that stood in its place.
  public var id: String { about.id }
  /// The line that each segment begins with, with its line feed; `nil` before the first.
  public private(set) var header: [UInt8]?
  /// The last mark; `nil` when there is none.
  public private(set) var head: Timestamp?
  /// Closing lines and end; empty while the stream goes on.
  public private(set) var tail: [UInt8] = []
  /// What opening took away; `nil` when all was whole.
  public private(set) var cut: JournalCut?

  public var isEnded: Bool { !tail.isEmpty }
  /// The first mark that is kept; `nil` when there is none.
  public var floor: Timestamp? { head == nil ? nil : segments.first }
  /// The last mark of what was dropped; `nil` when nothing was. Behind it one can read.
  public var dropped: Timestamp? { about.dropped }
  /// The last mark that is known to be on the disk; `nil` when none is.
  public var synced: Timestamp? { syncedMark.mark }

  private let directory: JournalDirectory
  private let options: Options
  private var about: JournalAbout
  private var syncedMark: SyncedMark
  /// By their first marks.
  private var segments: [Timestamp]
  /// The last segment, and its bytes.
  private var file: SegmentFile?
  private var size = 0
  private var sum = SegmentSum()
  /// Whether bytes, or names of files, may not be on the disk yet: those of a process that was killed
  /// need not be.
  private var hasNewBytes = true
  private var hasNewNames = true

  /// Opens the journal, which is made where it is not there, and cuts it behind its last whole step.
  ///
  /// Damage that no power cut explains, since it stands before what was on the disk, is an error
  /// (65), and nothing is cut.
  public init(_ path: String, _ options: Options = Options()) throws(JournalError) {
    directory = JournalDirectory(path: path)
    self.options = options
    try directory.make()
    let segments = try directory.segments()
    about = try Self.about(directory)
    syncedMark = try SyncedMark(directory.synced)
    self.segments = segments
    if let dropped { try removeSegments(upTo: dropped) }
    try recover()
  }

  // MARK: Opening

  private static func about(_ directory: JournalDirectory) throws(JournalError) -> JournalAbout {
    if let about = try directory.readAbout() { return about }
    let about = JournalAbout()
    try directory.replace(directory.about, about.bytes)
    return about
  }

  private func recover() throws(JournalError) {
    let recovered = try RecoveredSegments(directory, segments)
    sum = try recovered.sum(of: segments.dropLast(recovered.lost.count).last, against: syncedMark)
    for segment in recovered.lost.reversed() { try directory.remove(segment: segment) }
    segments.removeLast(recovered.lost.count)
    (header, head, cut) = (recovered.header, recovered.last?.head, recovered.cut)
    guard let last = recovered.last, let segment = segments.last else { return }
    // It grows again; what `synced` says of it stays true.
    try directory.removeSum(ofSegment: segment)
    let file = try SegmentFile(writing: directory.file(ofSegment: segment))
    if try file.size > last.kept { try file.truncate(to: last.kept) }
    if let range = last.tail { tail = try file.read(at: range.lowerBound, range.count) }
    (self.file, size) = (file, last.kept)
  }

  // MARK: Writing

  /// Says what every segment begins with, before the first step. `line` ends with a line feed.
  public func begin(_ line: [UInt8]) {
    precondition(header == nil, "a journal has one header")
    precondition(line.last == 10)
    header = line
  }

  /// Appends whole steps, of marks that rise; refuses others (65), and writes nothing then.
  ///
  /// A disk that is full leaves whole steps only: `head` says up to where, and the rest may be
  /// appended when there is room again.
  public func append(_ steps: UnsafeRawBufferPointer) throws(JournalError) {
    precondition(header != nil && !isEnded)
    let rule = SegmentRule(longest: options.longestSegment)
    let parts = try rule.parts(
      of: steps, behind: head, segment: segments.last, size: size, header: header?.count ?? 0)
    for part in parts {
      let bytes = UnsafeRawBufferPointer(rebasing: steps[part.range])
      if part.beginsSegment { try beginSegment(part.first, bytes) } else { try write(bytes) }
      head = part.last
    }
  }

  /// The same of an array.
  public func append(_ steps: [UInt8]) throws(JournalError) {
    try steps.withBytes { (steps) throws(JournalError) in try append(steps) }
  }

  /// Appends closing lines and the end: nothing comes behind it.
  public func finish(_ tail: [UInt8]) throws(JournalError) {
    precondition(header != nil && !isEnded && tail.last == 10)
    try tail.withBytes { (bytes) throws(JournalError) in
      // A stream without steps has a segment that is named by the first moment there is.
      if segments.isEmpty { try beginSegment(.earliest, bytes) } else { try write(bytes) }
    }
    self.tail = tail
  }

  /// Waits until all that was appended is on the disk.
  public func sync() throws(JournalError) {
    if hasNewBytes {
      try file?.sync()
      hasNewBytes = false
    }
    if hasNewNames {
      try directory.sync()
      hasNewNames = false
    }
    try syncedMark.set(head, segments.last.map { SumNote(sum, of: $0) })
  }

  /// Writes all of the bytes at the end of the last segment, or none.
  private func write(_ bytes: UnsafeRawBufferPointer) throws(JournalError) {
    guard let file else { preconditionFailure("a segment is open where one has begun") }
    do throws(JournalError) { try file.write(bytes, at: size) } catch {
      try file.truncate(to: size)
      throw error
    }
    size += bytes.count
    sum.add(bytes)
    hasNewBytes = true
  }

  /// The segment before is whole, and on the disk, before another one begins.
  private func beginSegment(
    _ first: Timestamp, _ bytes: UnsafeRawBufferPointer
  ) throws(JournalError) {
    guard let header else { preconditionFailure("a header comes first") }
    if let segment = segments.last, file != nil {
      if options.syncsSegments { try sync() }
      try directory.set(SumNote(sum, of: segment), syncs: options.syncsSegments)
    }
    let next = try SegmentFile(writing: directory.file(ofSegment: first))
    do throws(JournalError) {
      try next.truncate(to: 0)
      try next.write(header, at: 0)
      try next.write(bytes, at: header.count)
    } catch {
      try directory.remove(segment: first)
      throw error
    }
    (file, size, sum) = (next, header.count + bytes.count, SegmentSum())
    header.withUnsafeBytes { sum.add($0) }
    sum.add(bytes)
    segments.append(first)
    (hasNewBytes, hasNewNames) = (true, true)
  }

  // MARK: Taking away

  /// Takes away what stands behind a mark, or all of it for `nil`: it will be written again, or
  /// otherwise. The mark must be there.
  public func cut(behind mark: Timestamp?) throws(JournalError) {
    // It may be of closing lines, too, behind the same mark.
    if let synced, mark.map({ $0 <= synced }) ?? true { try syncedMark.set(mark, nil) }
    guard let mark else { return try removeAll() }
    let place = try place(behind: mark)
    while let last = segments.last, last > mark {
      try directory.remove(segment: last)
      segments.removeLast()
      file = nil
    }
    if let segment = segments.last, file == nil {
      try directory.removeSum(ofSegment: segment)
      file = try SegmentFile(writing: directory.file(ofSegment: segment))
    }
    try file?.truncate(to: place)
    sum = try file?.sum(of: place) ?? SegmentSum()
    (head, tail, size) = (mark, [], place)
    (hasNewBytes, hasNewNames) = (true, true)
  }

  /// Drops segments of which every step is older; the last one stays.
  public func drop(olderThan limit: Timestamp) throws(JournalError) {
    let count = Retention.dropped(of: segments, olderThan: limit)
    guard count > 0 else { return }
    let search = try SegmentSearch(directory.file(ofSegment: segments[count - 1]))
    guard let last = try search?.lastMark() else {
      throw JournalError(
        .badData, "found no mark in '\(directory.file(ofSegment: segments[count - 1]))'")
    }
    // Said before it is done: a reader is told that steps are gone, not that there were none.
    about.dropped = last.mark
    try directory.replace(directory.about, about.bytes)
    try removeSegments(upTo: last.mark)
  }

  private func place(behind mark: Timestamp) throws(JournalError) -> Int {
    if let segment = segments.last(where: { $0 <= mark }),
      let search = try SegmentSearch(directory.file(ofSegment: segment)),
      let place = try search.lastMark(upTo: mark), place.mark == mark
    {
      return place.end
    }
    throw JournalError(.badData, "found no mark \(mark) in '\(path)', expected to cut behind it")
  }

  private func removeAll() throws(JournalError) {
    while let last = segments.popLast() { try directory.remove(segment: last) }
    (file, size, sum, header, head, tail) = (nil, 0, SegmentSum(), nil, nil, [])
    hasNewNames = true
  }

  private func removeSegments(upTo mark: Timestamp) throws(JournalError) {
    // A segment that ends with the mark was the last of them.
    guard segments.count > 1, segments[0] <= mark else { return }
    while segments.count > 1, segments[0] <= mark {
      try directory.remove(segment: segments.removeFirst())
    }
    try directory.sync()
  }
}
