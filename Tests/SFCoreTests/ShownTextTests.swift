import SFCore
import Testing

@Suite struct ShownTextTests {
  @Test(arguments: [
    ("Invalid symbol.", "Invalid symbol."), ("", ""), ("a\\b 'c' \"d\"", "a\\b 'c' \"d\""),
    ("\u{1B}[31mred", "\\u{1B}[31mred"), ("a\r\nb\tc", "a\\u{D}\\u{A}b\\u{9}c"),
    ("\u{7F}\u{9B}2J\u{0}", "\\u{7F}\\u{9B}2J\\u{0}"),
    ("a\u{202E}b\u{2066}c\u{200F}d\u{2028}e", "a\\u{202E}b\\u{2066}c\\u{200F}d\\u{2028}e"),
    ("币安 é 🙂", "币安 é 🙂"),
  ])
  func `leaves nothing that a terminal obeys`(text: String, shown: String) {
    #expect(text.shown() == shown)
  }

  @Test func `is cut where it is long`() {
    #expect(String(repeating: "x", count: 200).shown() == String(repeating: "x", count: 200))
    #expect(String(repeating: "x", count: 201).shown() == String(repeating: "x", count: 200) + "…")
    #expect("abcdef".shown(most: 3) == "abc…" && "abc"[...].shown(most: 3) == "abc")
  }
}
