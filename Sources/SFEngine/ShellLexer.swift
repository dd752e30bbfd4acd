/// Cuts a shell text into words and signs, and resolves quotes and names.
struct ShellLexer {
  typealias Place = PipelineText.Place
  typealias Failure = PipelineText.Failure

  struct Token: Equatable {
    enum Kind: Equatable { case word(String), pipe, less, greater, newline }
    let kind: Kind
    let place: Place
  }

  private let bytes: [UInt8]
  private let arguments: [String]
  private var names: [String: String]
  private var position = 0
  private var line = 1
  private var lineStart = 0
  /// Whether the next word begins a command, where assignments and `set` may stand.
  private var isAtCommand = true
  /// Whether a line feed is only white space, as behind a `|`.
  var continues = false

  init(_ text: String, arguments: [String], environment: [String: String]) {
    bytes = Array(text.utf8)
    self.arguments = arguments
    names = environment
  }

  private var place: Place { Place(line: line, column: position - lineStart + 1) }
  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func isNext(_ character: Unicode.Scalar) -> Bool { current == UInt8(ascii: character) }

  private func failure(_ message: String) -> Failure { Failure(place: place, message: message) }

  /// The next token; `nil` at the end.
  mutating func next() throws(Failure) -> Token? {
    while true {
      try skipSpace()
      let here = place
      switch current {
      case nil: return nil
      case 10:
        newLine()
        isAtCommand = !continues
        if !continues { return Token(kind: .newline, place: here) }
      case UInt8(ascii: "#"):
        while let byte = current, byte != 10 {
          _ = byte
          position += 1
        }
      case UInt8(ascii: "|"):
        position += 1
        if isNext("|") || isNext("&") { throw unsupported(here, "'|\(Character(scalar))'") }
        isAtCommand = true
        return Token(kind: .pipe, place: here)
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        let isInput = isNext("<")
        position += 1
        if isNext("<") || isNext(">") || isNext("&") || isNext("(") {
          throw unsupported(here, "this redirection")
        }
        return Token(kind: isInput ? .less : .greater, place: here)
      default:
        let word = try self.word()
        continues = false
        if isAtCommand, try isSettled(word, here) { continue }
        isAtCommand = false
        return Token(kind: .word(word.text), place: here)
      }
    }
  }

  private var scalar: Unicode.Scalar { Unicode.Scalar(current ?? 32) }

  /// Whether a word at the start of a command is an assignment or `set`, and thereby done.
  private mutating func isSettled(_ word: Word, _ here: Place) throws(Failure) -> Bool {
    if let assignment = word.assignment {
      names[assignment.name] = assignment.value
      return true
    }
    guard word.text == "set", !word.isQuoted else { return false }
    while let byte = current, byte != 10 {
      if byte == UInt8(ascii: "|") || byte == UInt8(ascii: ";") {
        throw failure("found '\(Character(scalar))' behind 'set'")
      }
      position += 1
    }
    return true
  }

  private mutating func newLine() {
    position += 1
    line += 1
    lineStart = position
  }

  private mutating func skipSpace() throws(Failure) {
    while let byte = current {
      if byte == 32 || byte == 9 || byte == 13 {
        position += 1
      } else if byte == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == 10 {
        position += 1
        newLine()
      } else {
        return
      }
    }
  }

  // MARK: Words

  private struct Word {
    var text = ""
    var isQuoted = false
    var assignment: (name: String, value: String)?
  }

  private mutating func word() throws(Failure) -> Word {
    var word = Word()
    var content: [UInt8] = []
    var name: String?
    loop: while let byte = current {
      switch byte {
      case 32, 9, 13, 10, UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ">"): break loop
      case UInt8(ascii: "'"):
        word.isQuoted = true
        try singleQuoted(&content)
      case UInt8(ascii: "\""):
        word.isQuoted = true
        try doubleQuoted(&content)
      case UInt8(ascii: "\\"):
        position += 1
        if current == 10 {
          newLine()
        } else if let escaped = current {
          content.append(escaped)
          position += 1
          word.isQuoted = true
        }
      case UInt8(ascii: "$"): try variable(&content)
      case UInt8(ascii: "="):
        if name == nil, !word.isQuoted, Self.isName(content) {
          name = String(decoding: content, as: UTF8.self)
        }
        content.append(byte)
        position += 1
      case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "("), UInt8(ascii: ")"),
        UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "{"),
        UInt8(ascii: "}"),
        UInt8(ascii: "~") where byte != UInt8(ascii: "~") || content.isEmpty:
        throw unsupported(place, "'\(Character(Unicode.Scalar(byte)))'")
      default:
        content.append(byte)
        position += 1
      }
    }
    // `2> FILE` is no word and a file: the shell would redirect another descriptor.
    if current == UInt8(ascii: "<") || current == UInt8(ascii: ">"), !word.isQuoted,
      !content.isEmpty, content.allSatisfy({ $0 &- 48 < 10 })
    {
      throw unsupported(
        place, "a redirection of descriptor \(String(decoding: content, as: UTF8.self))")
    }
    word.text = String(decoding: content, as: UTF8.self)
    if let name { word.assignment = (name, String(word.text.dropFirst(name.count + 1))) }
    return word
  }

  private mutating func singleQuoted(_ content: inout [UInt8]) throws(Failure) {
    let start = place
    position += 1
    while let byte = current, byte != UInt8(ascii: "'") {
      content.append(byte)
      if byte == 10 { newLine() } else { position += 1 }
    }
    try close(start)
  }

  private mutating func doubleQuoted(_ content: inout [UInt8]) throws(Failure) {
    let start = place
    position += 1
    while let byte = current, byte != UInt8(ascii: "\"") {
      switch byte {
      case UInt8(ascii: "$"): try variable(&content)
      case UInt8(ascii: "`"): throw unsupported(place, "'`'")
      case UInt8(ascii: "\\"):
        position += 1
        guard let escaped = current else { break }
        if escaped == 10 {
          newLine()
          continue
        }
        if !"$\"\\`".utf8.contains(escaped) { content.append(byte) }
        content.append(escaped)
        position += 1
      case 10:
        content.append(byte)
        newLine()
      default:
        content.append(byte)
        position += 1
      }
    }
    try close(start)
  }

  private mutating func close(_ start: Place) throws(Failure) {
    guard current != nil else {
      throw Failure(place: start, message: "found a quote that is never closed")
    }
    position += 1
  }

  /// `$NAME`, `${NAME}`, `$1`.
  private mutating func variable(_ content: inout [UInt8]) throws(Failure) {
    let start = place
    position += 1
    let isBraced = isNext("{")
    if isBraced { position += 1 }
    var name: [UInt8] = []
    while let byte = current, Self.isName(name + [byte]) || Self.isNumber(name + [byte]) {
      name.append(byte)
      position += 1
      if !isBraced, Self.isNumber(name) { break }
    }
    if isBraced {
      guard isNext("}") else { throw unsupported(start, "this form of '${'") }
      position += 1
    }
    let text = String(decoding: name, as: UTF8.self)
    guard !name.isEmpty else { throw unsupported(start, "'$' without a name") }
    if let number = Int(text) {
      guard number >= 1, number <= arguments.count else {
        throw Failure(place: start, message: "found $\(number), which was not given")
      }
      content += arguments[number - 1].utf8
      return
    }
    guard let value = names[text] else {
      throw Failure(place: start, message: "found $\(text), which is not set")
    }
    content += value.utf8
  }

  private static func isName(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, first &- 48 >= 10 else { return false }
    return bytes.allSatisfy { $0 &- 48 < 10 || $0 == UInt8(ascii: "_") || ($0 | 0x20) &- 97 < 26 }
  }

  private static func isNumber(_ bytes: [UInt8]) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { $0 &- 48 < 10 }
  }

  private func unsupported(_ place: Place, _ what: String) -> Failure {
    Failure(
      place: place, message: "found \(what), expected the plain part of the shell's language")
  }
}
