import SFCore
import SFJournal
import SFTestSupport
import Testing

@Suite struct LineBytesTests {
  @Test(arguments: [
    "", "{}\n", "{\"a\":\"ä€😀\"}\n{}\n", "{}\r\n", "\n", "  \n", " {} \n", "{\t\"a\":1}\n",
    "{\"a\":\"\u{7F}\"}\n", "{}\n{\"torn", "{\"a\":\"\(String(repeating: "x", count: 200))\"}\n",
  ])
  func `what a line can hold is not found`(text: String) {
    #expect(finding(Array(text.utf8)) == nil)
  }

  @Test(
    arguments: [
      ([0x7B, 0, 0x7D, 10], 1, "the byte 0x0", "no control character"),
      ([0x7B, 0x1B, 0x7D, 10], 1, "the byte 0x1b", "no control character"),
      ([0x7B, 0xFF, 0x7D, 10], 1, "the byte 0xff", "UTF-8"),
      ([0x7B, 0x80, 0x7D, 10], 1, "the byte 0x80", "UTF-8"),
      ([0x7B, 0xC0, 0x80, 0x7D, 10], 1, "the byte 0xc0", "UTF-8"),
      ([0x7B, 0xE0, 0x80, 0x80, 0x7D, 10], 1, "the byte 0xe0", "UTF-8"),
      ([0x7B, 0xED, 0xA0, 0x80, 0x7D, 10], 1, "the byte 0xed", "UTF-8"),
      ([0x7B, 0xF4, 0x90, 0x80, 0x80, 0x7D, 10], 1, "the byte 0xf4", "UTF-8"),
      ([0x7B, 0xC3, 0x7D, 10], 1, "the byte 0xc3", "UTF-8"),
      ([0x61, 0x7D, 10], 0, "'a'", "'{'"),
      ([0x7B, 0x61, 10], 1, "'a'", "'}' at the end of a line"),
      ([0x7B, 10], 0, "'{'", "'}' at the end of a line"),
    ] as [([UInt8], Int, String, String)])
  func `what none can hold is found, and named`(
    bytes: [UInt8], place: Int, found: String, expected: String
  ) {
    #expect(
      finding(bytes) == LineBytes.Finding(place: place, found: found, expected: expected))
  }

  /// Blocks are looked at as a whole; a byte may stand anywhere in one.
  @Test func `a bad byte is found wherever it stands`() {
    let lines = SampleStream(3).steps.flatMap { $0 }
    for place in lines.indices {
      for byte in [0, 0x1F, 0xFF] as [UInt8] {
        var damaged = lines
        damaged[place] = byte
        #expect(finding(damaged)?.place == place || lines[place] >= 0x80, "at \(place)")
        #expect(finding(damaged) != nil, "at \(place)")
      }
    }
  }

  /// The standard library's own validation is another one.
  @Test func `agrees with the standard library on UTF-8`() {
    var random = SplitMix64(state: 7)
    for _ in 0..<20_000 {
      let middle = (0..<Int(random.next() % 6)).map { _ in UInt8(truncatingIfNeeded: random.next())
      }
      // More than one line has more to be looked at.
      if middle.contains(10) { continue }
      let allowed = middle.allSatisfy { $0 >= 0x20 || $0 == 9 || $0 == 13 }
      let isText = String(validating: middle, as: UTF8.self) != nil
      let found = finding([0x7B] + middle + [0x7D, 10])
      #expect((found == nil) == (allowed && isText), "\(middle)")
    }
  }

  private func finding(_ bytes: [UInt8]) -> LineBytes.Finding? {
    bytes.withUnsafeBytes { LineBytes.finding(in: $0) }
  }
}
