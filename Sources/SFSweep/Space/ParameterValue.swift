import SFCore

/// What a parameter of a sweep is in one trial: a number, or a word of a spec.
package struct ParameterValue: Hashable, Sendable, CustomStringConvertible {
  /// As it stands in the pipeline and in results; a number in its shortest form.
  package let text: String
  /// The number that the text says; `nil` for a word.
  package let number: Double?

  /// `nil` unless the text is 1 to 64 of `A-Za-z0-9._+:@/=-`: nothing that a shell would read.
  package init?(_ text: String) {
    guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.allows) else { return nil }
    self = Ratio(text).map(Self.init) ?? Self(word: text)
  }

  private init(word: String) {
    text = word
    number = nil
  }

  /// A decimal, written without a point when it is whole.
  package init(_ exact: Ratio) {
    let text = exact.description
    self.text = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    number = exact.double
  }

  private static func allows(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: "._+:@/=-".utf8.contains(byte)
    }
  }

  package var description: String { text }

  /// A number as it is, a word in quotes, which needs no escapes.
  package var json: String { number == nil ? "\"\(text)\"" : text }
}
