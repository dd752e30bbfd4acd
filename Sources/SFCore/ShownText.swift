extension StringProtocol {
  /// A text that somebody else wrote, as a message shows it: one line of at most `most` characters,
  /// in which nothing is left that a terminal obeys.
  ///
  ///     ESC [31mred CR LF sf-ingest: all is well     \u{1B}[31mred\u{D}\u{A}sf-ingest: all is well
  public func shown(most: Int = 200) -> String {
    var text = ""
    var left = most
    for scalar in unicodeScalars {
      guard left > 0 else { return text + "…" }
      left -= 1
      if scalar.isObeyed {
        text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  /// Whether a terminal does something else with it than show it: a control character, an end of a
  /// line, or one that turns the direction of what stands behind it.
  fileprivate var isObeyed: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
