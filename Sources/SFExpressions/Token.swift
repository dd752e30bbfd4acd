/// A word of an expression, and where it stands.
struct Token: Equatable {
  enum Kind: Equatable {
    case number(Double)
    case name(String)
    case symbol(Symbol)
    case end
  }

  /// What stands between names and numbers; `and`, `or` and `not` are names by their look.
  enum Symbol: String, CaseIterable {
    case lessOrEqual = "<=", greaterOrEqual = ">=", equal = "==", notEqual = "!="
    case less = "<", greater = ">", plus = "+", minus = "-", times = "*", over = "/"
    case open = "(", close = ")", comma = ","
    case and, or, not
  }

  let kind: Kind
  /// In bytes from 0.
  let start: Int
  /// As typed.
  let text: String

  /// What an error calls it.
  var found: String { kind == .end ? "the end" : "'\(text)'" }
}

/// Cuts the text of an expression into tokens.
struct Lexer {
  private let text: String
  private let bytes: [UInt8]
  private var offset = 0

  static func tokens(_ text: String) throws(ExpressionError) -> [Token] {
    var lexer = Lexer(text)
    var tokens: [Token] = []
    repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
    return tokens
  }

  private init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  private mutating func next() throws(ExpressionError) -> Token {
    while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
    guard offset < bytes.count else { return Token(kind: .end, start: offset, text: "") }
    let byte = bytes[offset]
    if Self.isDigit(byte) || byte == UInt8(ascii: ".") { return try number() }
    if Self.isLetter(byte) { return name() }
    // The two-byte symbols come first in the list.
    for symbol in Token.Symbol.allCases where bytes[offset...].starts(with: symbol.rawValue.utf8) {
      return token(.symbol(symbol), length: symbol.rawValue.utf8.count)
    }
    throw unknown()
  }

  private mutating func token(_ kind: Token.Kind, length: Int) -> Token {
    defer { offset += length }
    let text = String(decoding: bytes[offset..<offset + length], as: UTF8.self)
    return Token(kind: kind, start: offset, text: text)
  }

  private mutating func name() -> Token {
    var length = 0
    while offset + length < bytes.count,
      Self.isLetter(bytes[offset + length]) || Self.isDigit(bytes[offset + length])
    {
      length += 1
    }
    let word = String(decoding: bytes[offset..<offset + length], as: UTF8.self)
    let kind = ["and", "or", "not"].contains(word) ? Token.Symbol(rawValue: word) : nil
    return token(kind.map(Token.Kind.symbol) ?? .name(word), length: length)
  }

  /// Digits with an optional point and an optional exponent.
  private mutating func number() throws(ExpressionError) -> Token {
    var end = offset
    func skipDigits() { while end < bytes.count, Self.isDigit(bytes[end]) { end += 1 } }
    skipDigits()
    if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
      end += 1
      skipDigits()
    }
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
      end += 1
      if end < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[end]) {
        end += 1
      }
      skipDigits()
    }
    // What hangs on a number is part of what was typed: `14x` is no number and a name.
    while end < bytes.count, Self.isLetter(bytes[end]) || Self.isDigit(bytes[end]) { end += 1 }
    let word = String(decoding: bytes[offset..<end], as: UTF8.self)
    guard let value = Double(word), value.isFinite, !word.contains("x"), !word.contains("p") else {
      throw ExpressionError(text, at: offset, "found '\(word)', expected a number such as 0.5")
    }
    return token(.number(value), length: end - offset)
  }

  private func unknown() -> ExpressionError {
    let rest = String(decoding: bytes[offset...], as: UTF8.self)
    let habits = [
      ("&&", "and"), ("||", "or"), ("!", "not"), ("=", "=="), ("&", "and"), ("|", "or"),
    ]
    let habit = habits.first { rest.hasPrefix($0.0) }
    let found = habit?.0 ?? String(rest.prefix(1))
    return ExpressionError(
      text, at: offset, "found '\(found)', expected a name, a number or an operator",
      help: habit.map { "write \($0.1)" })
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_")
  }
}
