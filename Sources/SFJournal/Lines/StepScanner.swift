import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A mark in bytes of lines.
public struct MarkPlace: Equatable, Sendable {
  public let mark: Timestamp
  /// Where its line begins.
  public let start: Int
  /// Behind its line feed: where the next step begins.
  public let end: Int
}

/// Finds marks in bytes that begin where a line begins; half a line at their end is none.
public struct StepScanner {
  private let bytes: UnsafeRawBufferPointer
  /// Where the line begins that is looked at next.
  private var place: Int

  /// The bytes must outlive the scanner. It begins at `place`, where a line begins.
  public init(_ bytes: UnsafeRawBufferPointer, from place: Int = 0) {
    self.bytes = bytes
    self.place = place
  }

  /// The next mark whose line is whole; `nil` when there is none.
  public mutating func next() -> MarkPlace? {
    while let end = Self.lineEnd(bytes, from: place) {
      let start = place
      place = end
      if let found = Self.mark(bytes, start, end) { return found }
    }
    return nil
  }

  /// The last mark whose line is whole and ends at `limit` or before; `nil` when there is none.
  public static func last(in bytes: UnsafeRawBufferPointer, upTo limit: Int? = nil) -> MarkPlace? {
    let limit = min(limit ?? bytes.count, bytes.count)
    guard limit > 0, var end = lineFeed(bytes, before: limit).map({ $0 + 1 }) else { return nil }
    while end > 0 {
      let start = lineFeed(bytes, before: end - 1).map { $0 + 1 } ?? 0
      if let found = mark(bytes, start, end) { return found }
      end = start
    }
    return nil
  }

  /// Whether a line, with or without its line feed, is the end of a stream.
  public static func isEnd(_ line: UnsafeRawBufferPointer) -> Bool {
    let length = line.last == 10 ? line.count - 1 : line.count
    return LineGist(UnsafeRawBufferPointer(rebasing: line[..<length])) == .end
  }

  /// Behind the line feed of the line that begins at a place; `nil` when it is not whole.
  static func lineEnd(_ bytes: UnsafeRawBufferPointer, from place: Int) -> Int? {
    guard place < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + place, 10, bytes.count - place)
    else { return nil }
    return UnsafeRawPointer(found) - base + 1
  }

  private static func lineFeed(_ bytes: UnsafeRawBufferPointer, before limit: Int) -> Int? {
    var place = limit - 1
    while place >= 0, bytes[place] != 10 { place -= 1 }
    return place >= 0 ? place : nil
  }

  private static func mark(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
  ) -> MarkPlace? {
    let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end - 1])
    guard case .mark(let mark) = LineGist(line) else { return nil }
    return MarkPlace(mark: mark, start: start, end: end)
  }
}
