import SFCore

/// A pipeline as the shell writes it, in the part of its language that needs no shell.
///
/// Comments, `set …`, `\` at a line's end, quotes, `NAME=value`, `$NAME`, `|`,
/// `< FILE` before the first stage and `> FILE` behind the last. Anything else is
/// refused with its place, since to guess what a shell would do is to be wrong.
public struct PipelineText: Equatable, Sendable {
  /// One command of the pipeline: its words, and where it stands.
  public struct Command: Equatable, Sendable {
    public let words: [String]
    public let place: Place

    public init(words: [String], place: Place) {
      self.words = words
      self.place = place
    }
  }

  /// A place in the text; line and column count from 1, columns in bytes.
  public struct Place: Equatable, Sendable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  /// Text that is not of this language.
  public struct Failure: Error, Equatable {
    public let place: Place
    public let message: String

    public init(place: Place, message: String) {
      self.place = place
      self.message = message
    }
  }

  public private(set) var commands: [Command] = []
  /// The file that the first command reads, and that the last one writes.
  public private(set) var input: String?
  public private(set) var output: String?

  /// Parses a text; `arguments` are `$1`, `$2` …, `environment` what names stand for at the start.
  public init(
    _ text: String, arguments: [String] = [], environment: [String: String] = [:]
  ) throws(Failure) {
    var lexer = ShellLexer(text, arguments: arguments, environment: environment)
    var words: [String] = []
    var start: Place?
    var last = Place(line: 1, column: 1)
    var isFinished = false
    while let token = try lexer.next() {
      last = token.place
      if isFinished, token.kind != .newline {
        throw Failure(place: token.place, message: "found a second command, expected one pipeline")
      }
      switch token.kind {
      case .word(let word):
        if start == nil { start = token.place }
        words.append(word)
      case .pipe:
        try add(words, start, token.place)
        if let output {
          throw Failure(place: token.place, message: "found '|' behind '> \(output)'")
        }
        (words, start) = ([], nil)
        lexer.continues = true
      case .less:
        guard commands.isEmpty, input == nil else {
          throw Failure(
            place: token.place, message: "found '<', expected it at the first command only")
        }
        input = try file(&lexer, token)
      case .greater:
        guard output == nil else { throw Failure(place: token.place, message: "found '>' twice") }
        output = try file(&lexer, token)
      case .newline:
        guard start != nil else { continue }
        isFinished = true
        try add(words, start, token.place)
        (words, start) = ([], nil)
      }
    }
    if start != nil || lexer.continues { try add(words, start, last) }
    guard !commands.isEmpty else {
      throw Failure(place: last, message: "found no command, expected a pipeline")
    }
  }

  private mutating func add(_ words: [String], _ start: Place?, _ here: Place) throws(Failure) {
    guard let start, !words.isEmpty else {
      throw Failure(place: here, message: "found no command, expected one on each side of '|'")
    }
    commands.append(Command(words: words, place: start))
  }

  private func file(
    _ lexer: inout ShellLexer, _ sign: ShellLexer.Token
  ) throws(Failure) -> String {
    guard let token = try lexer.next(), case .word(let name) = token.kind else {
      throw Failure(place: sign.place, message: "found no file behind the redirection")
    }
    return name
  }
}
