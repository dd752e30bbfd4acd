/// What is traded: 1 to 32 characters of UTF-8 without white space, control and format characters,
/// `"`, `\` and `,`; compared by bytes.
public struct Symbol: Hashable, Comparable, Sendable, Codable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  public let text: String

  /// The whole market: for signals and features that belong to no single symbol.
  public static let all: Symbol = "ALL"

  /// What a symbol is, as errors say it.
  public static let rule =
    "1 to 32 characters without white space, control characters, '\"', '\\' and ','"

  /// `nil` when the text is not a symbol.
  public init?(_ text: String) {
    guard Self.accepts(text.utf8) else { return nil }
    self.text = text
  }

  public init(stringLiteral text: String) {
    precondition(Self.accepts(text.utf8), "not a symbol: \(text)")
    self.text = text
  }

  public static func accepts(_ bytes: some Collection<UInt8>) -> Bool {
    var isASCII = true
    for byte in bytes {
      switch byte {
      case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: ","): return false
      case 0x80...: isASCII = false
      default: break
      }
    }
    return isASCII ? (1...32).contains(bytes.count) : acceptsLetters(bytes)
  }

  private static func acceptsLetters(_ bytes: some Collection<UInt8>) -> Bool {
    guard bytes.count <= 128, let text = String(validating: bytes, as: UTF8.self) else {
      return false
    }
    let scalars = text.unicodeScalars
    return scalars.count <= 32
      && scalars.allSatisfy { scalar in
        // What stands for bytes that were no text is nobody's name.
        if scalar == "\u{FFFD}" { return false }
        return switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .surrogate,
          .unassigned, .privateUse:
          false
        default: true
        }
      }
  }

  // Strings are equal also where the same letters are written in other bytes; symbols are not.
  public static func == (a: Symbol, b: Symbol) -> Bool {
    a.text == b.text && a.text.utf8.elementsEqual(b.text.utf8)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(text) }

  public static func < (a: Symbol, b: Symbol) -> Bool {
    a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
  }

  public var description: String { text }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Symbol(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a symbol: \(text)"))
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

// A dictionary by symbol is saved by name, so that its bytes are the same in every process.
extension Symbol: CodingKeyRepresentable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public var codingKey: any CodingKey { Key(stringValue: text) }

  public init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }
}
