/// Which bytes a line can hold: text in UTF-8, no control characters, `{` first and `}` last.
///
/// It is what a disk that lost its power, or its memory, is known by: holes of zeros, pieces of
/// other files. Whether a line means something its reader says.
package enum LineBytes {
  /// A byte that no line can hold.
  package struct Finding: Equatable {
    /// Of the bytes that were looked at, from 0.
    package let place: Int
    package let found: String
    package let expected: String

    package init(place: Int, found: String, expected: String) {
      self.place = place
      self.found = found
      self.expected = expected
    }
  }

  /// The first such byte in whole lines, each with its line feed; `nil` when there is none.
  package static func finding(in lines: UnsafeRawBufferPointer) -> Finding? {
    if isPlain(lines) { return shape(of: lines) }
    var place = 0
    while place < lines.count {
      let byte = lines[place]
      if byte < 0x20, byte != 10, byte != 13, byte != 9 {
        return unexpected(byte, at: place, expected: "no control character")
      }
      guard let length = lengthOfCharacter(lines, at: place) else {
        return unexpected(byte, at: place, expected: "UTF-8")
      }
      place += length
    }
    return shape(of: lines)
  }

  /// Whether all bytes are printable ASCII, or a line feed: nearly always, and quick to tell.
  private static func isPlain(_ lines: UnsafeRawBufferPointer) -> Bool {
    let (size, count) = (MemoryLayout<UInt64>.size, lines.count)
    var place = 0
    while place + size <= count {
      let word = lines.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      // The high bit of each byte that is below 0x20, or has its own set.
      let low = (word &- 0x2020_2020_2020_2020) & ~word
      if (low | word) & 0x8080_8080_8080_8080 != 0, !isPlain(lines, place..<place + size) {
        return false
      }
      place += size
    }
    return isPlain(lines, place..<count)
  }

  private static func isPlain(_ lines: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    for place in range where lines[place] &- 0x20 >= 0x60 && lines[place] != 10 { return false }
    return true
  }

  /// The first line that does not begin with `{`, or end with `}`.
  private static func shape(of lines: UnsafeRawBufferPointer) -> Finding? {
    var start = 0
    while let end = StepScanner.lineEnd(lines, from: start) {
      var (first, last) = (start, end - 2)
      while first < last, isSpace(lines[first]) { first += 1 }
      while last > first, isSpace(lines[last]) { last -= 1 }
      if last < first || isSpace(lines[first]) {
        start = end
        continue
      }
      guard lines[first] == UInt8(ascii: "{") else {
        return unexpected(lines[first], at: first, expected: "'{'")
      }
      guard lines[last] == UInt8(ascii: "}"), last > first else {
        return unexpected(lines[last], at: last, expected: "'}' at the end of a line")
      }
      start = end
    }
    return nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }

  private static func unexpected(_ byte: UInt8, at place: Int, expected: String) -> Finding {
    let isShown = byte > 0x20 && byte < 0x7F
    let found =
      isShown ? "'\(Character(UnicodeScalar(byte)))'" : "the byte 0x" + String(byte, radix: 16)
    return Finding(place: place, found: found, expected: expected)
  }

  /// The bytes of the character at a place; `nil` when it is none of UTF-8.
  private static func lengthOfCharacter(
    _ lines: UnsafeRawBufferPointer, at place: Int
  ) -> Int? {
    let first = lines[place]
    if first < 0x80 { return 1 }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, place + length <= lines.count,
      lines[place + 1..<place + length].allSatisfy({ $0 & 0xC0 == 0x80 })
    else { return nil }
    // Forms that are too long, halves of pairs, and what lies beyond Unicode.
    switch (first, lines[place + 1]) {
    case (0xE0, ..<0xA0), (0xED, 0xA0...), (0xF0, ..<0x90), (0xF4, 0x90...): return nil
    default: return length
    }
  }
}
