import SFCore

/// Finds marks in a segment by halving it: lines are in the order of time, so that the file is its
/// own index.
package struct SegmentSearch {
  let file: SegmentFile
  /// The line that the segment begins with, with its line feed.
  package let header: [UInt8]

  /// Bytes that are read for one look.
  private static let look = 4_096

  /// Opens a segment; `nil` when it is not there, or its first line is not whole yet.
  package init?(_ path: String) throws(JournalError) {
    guard let file = try SegmentFile(reading: path) else { return nil }
    self.file = file
    var (bytes, length) = ([UInt8](), Self.look)
    while true {
      bytes = try file.read(at: 0, length)
      if let end = bytes.firstIndex(of: 10) {
        header = Array(bytes[...end])
        return
      }
      if bytes.count < length { return nil }
      length *= 4
    }
  }

  /// The last mark that is `mark` or before it; `nil` when all are later, or there is none.
  package func lastMark(upTo mark: Timestamp) throws(JournalError) -> MarkPlace? {
    // Marks up to `low` are not later; those from `high` on are, or there are none.
    var (low, high, found) = (header.count, try file.size, MarkPlace?.none)
    while high - low > Self.look {
      let middle = low + (high - low) / 2
      guard let place = try firstMark(behind: middle, before: high) else {
        high = middle
        continue
      }
      if place.mark <= mark { (low, found) = (place.end, place) } else { high = middle }
    }
    while let place = try firstMark(from: low), place.mark <= mark {
      (low, found) = (place.end, place)
    }
    return found
  }

  /// The last mark whose line begins before a place, sought from there to the start; `nil` when
  /// there is none.
  package func lastMark(before place: Int? = nil) throws(JournalError) -> MarkPlace? {
    let end: Int
    if let place { end = place } else { end = try file.size }
    var length = Self.look
    while true {
      let start = max(header.count, end - length)
      let bytes = try file.read(at: start, max(0, end - start))
      // A block that does not begin where a line begins begins with the rest of one.
      let first = start == header.count ? 0 : bytes.firstIndex(of: 10).map { $0 + 1 }
      if let first, let found = Self.last(in: bytes, from: first) {
        return found.moved(by: start)
      }
      if start == header.count { return nil }
      length *= 4
    }
  }

  /// The first mark whose line begins behind a place that may be anywhere in a line.
  private func firstMark(
    behind place: Int, before limit: Int
  ) throws(JournalError) -> MarkPlace? {
    var length = Self.look
    while true {
      let bytes = try file.read(at: place, length)
      if let first = bytes.firstIndex(of: 10).map({ $0 + 1 }),
        let found = Self.first(in: bytes, from: first)
      {
        return found.moved(by: place)
      }
      if place + length >= limit || bytes.count < length { return nil }
      length *= 4
    }
  }

  /// The first mark from a place on, where a line begins.
  private func firstMark(from place: Int) throws(JournalError) -> MarkPlace? {
    var length = Self.look
    while true {
      let bytes = try file.read(at: place, length)
      if let found = Self.first(in: bytes, from: 0) { return found.moved(by: place) }
      if bytes.count < length { return nil }
      length *= 4
    }
  }

  private static func first(in bytes: [UInt8], from place: Int) -> MarkPlace? {
    bytes.withUnsafeBytes {
      var scanner = StepScanner($0, from: place)
      return scanner.next()
    }
  }

  private static func last(in bytes: [UInt8], from place: Int) -> MarkPlace? {
    bytes.withUnsafeBytes {
      StepScanner.last(in: UnsafeRawBufferPointer(rebasing: $0[place...]))?.moved(by: place)
    }
  }
}

extension MarkPlace {
  /// The same place, counted from where the bytes stand in a file.
  func moved(by offset: Int) -> MarkPlace {
    MarkPlace(mark: mark, start: start + offset, end: end + offset)
  }
}
