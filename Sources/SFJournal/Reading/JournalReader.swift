import SFCore

/// Reads a journal that this process, or another one, writes at the same time.
///
/// A position is a mark. Steps are handed out whole; of one that is being written nothing is seen.
/// Segments may come and be dropped in between, and a writer that was killed may have cut what it
/// had not finished. Two readers know nothing of each other.
public struct JournalReader {
  /// Behind which mark one stands, in which segment.
  private struct Position {
    let segment: Timestamp
    let search: SegmentSearch
    /// The last mark that has been read; `nil` at the start of the segment.
    var last: MarkPlace?
    /// The mark that was asked for: there need be none of it.
    var mark: Timestamp?
    /// Of a segment that is read from its start; `nil` for any other.
    var check: SegmentCheck?

    /// Where the line stands that must still be what it was, and where the next step begins.
    var start: Int { last?.start ?? 0 }
    var end: Int { last?.end ?? search.header.count }
  }

  private let directory: JournalDirectory
  private var segments: [Timestamp] = []
  private var dropped: Timestamp?
  private var position: Position?
  private var knownHeader: [UInt8]?

  /// `path` is the directory of the segments: `run/features/journal`.
  public init(_ path: String) throws(JournalError) {
    directory = JournalDirectory(path: path)
    try look()
  }

  /// The directory of the segments.
  public var path: String { directory.path }

  /// The last mark of what was dropped, behind which one can read; `nil` when nothing was.
  public var droppedMark: Timestamp? { dropped }

  /// The file that the last steps came from.
  public var file: String? { position.map { directory.file(ofSegment: $0.segment) } }

  /// The file of the first segment that is kept.
  var firstFile: String? { segments.first.map(directory.file) }

  /// The line that the journal begins with, with its line feed; `nil` while there is none.
  public mutating func header() throws(JournalError) -> [UInt8]? {
    if knownHeader == nil, let first = try firstSegment() { _ = try search(first) }
    return knownHeader
  }

  /// The last mark; `nil` when there is none.
  public mutating func head() throws(JournalError) -> Timestamp? {
    try look()
    return try mark(in: segments.reversed()) { (search) throws(JournalError) in
      try search.lastMark()
    }
  }

  /// The last mark before a moment, whether that is a mark or not; `nil` when there is none.
  public mutating func mark(before moment: Timestamp) throws(JournalError) -> Timestamp? {
    try look()
    return try mark(in: segments.filter { $0 < moment }.reversed()) {
      (search) throws(JournalError) in
      try search.lastMark(upTo: moment + -1)
    }
  }

  private mutating func mark(
    in segments: [Timestamp],
    _ find: (SegmentSearch) throws(JournalError) -> MarkPlace?
  ) throws(JournalError) -> Timestamp? {
    for segment in segments {
      if let search = try search(segment), let found = try find(search) { return found.mark }
    }
    return nil
  }

  // MARK: Reading on

  /// What stands behind a mark, or from the first one ever for `nil`: at most `most` bytes of
  /// steps, unless the first of them is longer.
  ///
  /// A byte that no line can hold is an error (65) that says where it stands. So is a segment, read
  /// from its start, that is not what was written, once what its writer knows of it has been read.
  public mutating func read(
    behind mark: Timestamp?, most: Int
  ) throws(JournalError) -> JournalReading {
    if isGone(mark) { return .gone(floor: segments.first) }
    if position.map({ $0.mark != mark }) ?? true { try locate(mark) }
    if let steps = try steps(most) { return steps }
    try look()
    if isGone(mark) { return .gone(floor: segments.first) }
    if position.map({ !segments.contains($0.segment) }) ?? true { try locate(mark) }
    while let current = position?.segment, let next = segments.first(where: { $0 > current }) {
      // Its writer has finished it by now, but perhaps not when we read.
      if let steps = try steps(most) { return steps }
      if try !advance(to: next, mark) { return .nothing }
    }
    if let steps = try steps(most) { return steps }
    return try tail()
  }

  private func isGone(_ mark: Timestamp?) -> Bool {
    dropped.map { dropped in mark.map { $0 < dropped } ?? true } ?? false
  }

  /// Finds the place behind a mark.
  private mutating func locate(_ mark: Timestamp?) throws(JournalError) {
    position = nil
    if let mark, segments.last.map({ $0 <= mark }) ?? true { try look() }
    let place = mark.flatMap { mark in segments.last { $0 <= mark } } ?? segments.first
    guard let segment = place, let search = try search(segment) else { return }
    let last = try mark.flatMap { (mark) throws(JournalError) in try search.lastMark(upTo: mark) }
    position = Position(segment: segment, search: search, last: last, mark: mark)
    if last == nil { try beginCheck() }
  }

  private mutating func beginCheck() throws(JournalError) {
    guard let position else { return }
    self.position?.check = try SegmentCheck(
      directory, position.segment, header: position.search.header)
  }

  /// Goes on in a later segment; `false` when its header is not written yet.
  private mutating func advance(
    to next: Timestamp, _ mark: Timestamp?
  ) throws(JournalError) -> Bool {
    try position?.check?.finish()
    if let mark, next <= mark {
      try locate(mark)
      return position != nil
    }
    guard let search = try search(next) else { return false }
    position = Position(segment: next, search: search, last: nil, mark: mark)
    try beginCheck()
    return true
  }

  /// Whole steps of the segment; `nil` when it has no more now.
  private mutating func steps(_ most: Int) throws(JournalError) -> JournalReading? {
    guard var position else { return nil }
    let passed = position.end - position.start
    var length = passed + max(most, 4_096)
    while true {
      let bytes = try position.search.file.read(at: position.start, length)
      guard holds(bytes, position) else {
        self.position = nil
        return nil
      }
      if let found = Self.lastStep(in: bytes, passed, most) {
        let steps = Array(bytes[passed..<found.end])
        try check(steps, at: position.end)
        try position.check?.take(steps)
        position.last = found.moved(by: position.start)
        position.mark = found.mark
        self.position = position
        return .steps(steps, upTo: found.mark)
      }
      if bytes.count < length { return nil }
      length *= 4
    }
  }

  /// Whether the mark is still there that had been read: the writer may have cut the file.
  private func holds(_ bytes: [UInt8], _ position: Position) -> Bool {
    guard bytes.count >= position.end - position.start else { return false }
    guard let last = position.last else { return bytes.starts(with: position.search.header) }
    return bytes.withUnsafeBytes {
      var scanner = StepScanner(UnsafeRawBufferPointer(rebasing: $0[..<(last.end - last.start)]))
      return scanner.next()?.mark == last.mark
    }
  }

  /// The last step that ends within `most` bytes behind a place, or the first one.
  private static func lastStep(in bytes: [UInt8], _ place: Int, _ most: Int) -> MarkPlace? {
    bytes.withUnsafeBytes { bytes in
      let behind = UnsafeRawBufferPointer(rebasing: bytes[place...])
      if let last = StepScanner.last(in: behind, upTo: most) { return last.moved(by: place) }
      var scanner = StepScanner(bytes, from: place)
      return scanner.next()
    }
  }

  /// Closing lines and end, if they are whole.
  private func tail() throws(JournalError) -> JournalReading {
    guard let position else { return .nothing }
    let size = try position.search.file.size
    let bytes = try position.search.file.read(at: position.end, max(0, size - position.end))
    guard bytes.last == 10 else { return try nothing() }
    let start = bytes.dropLast().lastIndex(of: 10).map { $0 + 1 } ?? 0
    guard bytes[start...].withUnsafeBytes({ StepScanner.isEnd($0) }) else { return try nothing() }
    try check(bytes, at: position.end)
    var check = position.check
    try check?.take(bytes)
    try check?.finish()
    return .tail(bytes)
  }

  private func nothing() throws(JournalError) -> JournalReading {
    try position?.check?.pause()
    return .nothing
  }

  private func check(_ lines: [UInt8], at place: Int) throws(JournalError) {
    guard let found = lines.withUnsafeBytes({ LineBytes.finding(in: $0) }) else { return }
    guard let position else { return }
    let before = try position.search.file.read(at: 0, place + found.place)
    let line = before.count { $0 == 10 } + 1
    let column = before.count - (before.lastIndex(of: 10).map { $0 + 1 } ?? 0) + 1
    let file = directory.file(ofSegment: position.segment)
    throw JournalError(
      .badData, "found \(found.found), expected \(found.expected)",
      location: "\(file):\(line):\(column)")
  }

  // MARK: The directory

  /// Looks what segments there are.
  private mutating func look() throws(JournalError) {
    segments = try directory.segments()
    dropped = try directory.readAbout()?.dropped
    // What is being dropped is still there in part.
    if let dropped { segments.removeAll { $0 <= dropped } }
  }

  private mutating func firstSegment() throws(JournalError) -> Timestamp? {
    if segments.isEmpty { try look() }
    return segments.first
  }

  /// Opens a segment, which begins with the header of all; `nil` when it has none yet, or is gone.
  private mutating func search(_ segment: Timestamp) throws(JournalError) -> SegmentSearch? {
    let file = directory.file(ofSegment: segment)
    guard let search = try SegmentSearch(file) else { return nil }
    guard knownHeader == nil || knownHeader == search.header else {
      throw JournalError(
        .badData, "found another header than that of the first segment",
        help: "the segments of a journal are one stream", location: "\(file):1:1")
    }
    knownHeader = search.header
    return search
  }
}
