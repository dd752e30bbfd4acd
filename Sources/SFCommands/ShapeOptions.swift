import ArgumentParser
import SFCore
import SFIngest
import SFTool

/// What a user says of the form of files, where their first lines do not say it.
package struct ShapeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What separates columns: a character, or comma, semicolon, tab, pipe, space. [default: what "
        + "the first line has]", valueName: "character"),
    transform: Self.delimiter)
  var delimiter: UInt8?

  @Option(
    help: ArgumentHelp("What stands before decimals: . or ,", valueName: "character"),
    transform: Self.decimal)
  var decimal: UInt8?

  @Option(
    help: ArgumentHelp(
      "What stands between thousands: , . ' _ or space.", valueName: "character"),
    transform: Self.thousands)
  var thousands: UInt8?

  @Option(
    help: ArgumentHelp(
      "What columns hold, by name or number from 1: time (or date and time), open, high, low, "
        + "close, volume, symbol or a market field. Numbers alone read a file without a header.",
      valueName: "date=1,open=3,…"),
    transform: Self.columns)
  var columns: [FileShape.ColumnChoice]?

  @Option(help: ArgumentHelp("Pass over so many lines at the start.", valueName: "lines"))
  var skipLines: Int?

  @Option(
    help: ArgumentHelp("Pass over lines that begin with this text.", valueName: "text"))
  var comment: String?

  @Option(
    help: ArgumentHelp(
      "How times are written: %d.%m.%Y %H:%M:%S and so on (%Y %y %m %d %b %H %I %p %M %S %f %z; "
        + "date and time in two columns with a space between), or numbers: excel (days), s, ms, us, "
        + "ns (since 1970).",
      valueName: "format"),
    transform: Self.timeFormat)
  var timeFormat: TimeFormat?

  @Option(
    help: ArgumentHelp(
      "Whose clock times without a zone show, and whose days and weeks bars are: America/New_York. "
        + "[default: UTC]", valueName: "zone"))
  var timezone: String?

  @Option(
    help: ArgumentHelp(
      "How letters are written: utf-8, utf-16le, utf-16be, latin-1. [default: UTF-8, or what the "
        + "first bytes say]", valueName: "encoding"),
    transform: Self.encoding)
  var encoding: TextEncoding?

  @Option(
    help: ArgumentHelp(
      "Which rows come first: oldest_first, or newest_first, which reads each file into memory. "
        + "[default: oldest_first]", valueName: "order"),
    transform: Self.order)
  var order: RowOrder?

  package init() {}

  package enum RowOrder: String, CaseIterable, Sendable {
    case oldestFirst = "oldest_first"
    case newestFirst = "newest_first"
  }

  /// The shape that a preset and these say together: what is said here counts.
  func shape(_ preset: FilePreset?) throws -> FileShape {
    var shape = preset?.shape ?? FileShape()
    shape.delimiter = delimiter ?? shape.delimiter
    shape.decimal = decimal ?? shape.decimal
    shape.thousands = thousands ?? shape.thousands
    if let columns {
      let said = Set(columns.map(\.meaning))
      shape.columns = shape.columns.filter { !said.contains($0.meaning) } + columns
    }
    shape.skippedLines = skipLines ?? shape.skippedLines
    shape.comment = comment ?? shape.comment
    shape.timeFormat = timeFormat ?? shape.timeFormat
    if let timezone { shape.zone = try TimeZoneFile.rules(of: timezone) }
    shape.encoding = encoding ?? shape.encoding
    shape.isNewestFirst = order.map { $0 == .newestFirst } ?? shape.isNewestFirst
    return shape
  }

  func check() throws(UsageError) {
    if let skipLines, !(0...1_000_000).contains(skipLines) {
      throw UsageError("--skip-lines must be 0 to 1000000, is \(skipLines)")
    }
    if let decimal, decimal == thousands {
      throw UsageError("--decimal and --thousands must not be the same")
    }
    if comment == "" { throw UsageError("--comment must not be empty") }
  }

  /// The effective values, for the header: those that are given.
  func settings(_ preset: FilePreset?) -> [Setting] {
    let values: [(String, String?)] = [
      ("format", preset?.rawValue), ("delimiter", delimiter.map(Self.text)),
      ("decimal", decimal.map(Self.text)), ("thousands", thousands.map(Self.text)),
      (
        "columns",
        columns.map { $0.map { "\($0.meaning)=\($0.column)" }.joined(separator: ",") }
      ),
      ("skip_lines", skipLines.map(String.init)), ("comment", comment),
      ("time_format", timeFormat?.text), ("timezone", timezone), ("encoding", encoding?.rawValue),
      ("order", order?.rawValue),
    ]
    return values.compactMap { key, value in
      value.map { key == "skip_lines" ? Setting(key, Int($0)) : Setting(key, $0) }
    }
  }

  private static func text(_ byte: UInt8) -> String { String(decoding: [byte], as: UTF8.self) }

  // MARK: Texts to values

  private static let words: [String: Character] = [
    "comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|", "space": " ",
  ]

  private static func byte(_ text: String, _ name: String, of allowed: String?) throws -> UInt8 {
    let character = words[text] ?? (text.count == 1 ? text.first : nil)
    guard let character, let byte = character.asciiValue, byte != 10, byte != 13, byte != 34,
      allowed?.contains(character) ?? !(character.isLetter || character.isNumber)
    else {
      throw ValidationError(
        "'\(text)' is no \(name): expected "
          + (allowed == nil
            ? "a character, or comma, semicolon, tab, pipe, space" : "one of \(allowed ?? "")"))
    }
    return byte
  }

  @Sendable static func delimiter(_ text: String) throws -> UInt8 {
    try byte(text, "delimiter", of: nil)
  }

  @Sendable static func decimal(_ text: String) throws -> UInt8 {
    try byte(text, "decimal mark", of: ".,")
  }

  @Sendable static func thousands(_ text: String) throws -> UInt8 {
    try byte(text, "mark of thousands", of: ",.'_ ")
  }

  @Sendable static func columns(_ text: String) throws -> [FileShape.ColumnChoice] {
    var list: [FileShape.ColumnChoice] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard sides.count == 2, FileShape.meanings.contains(sides[0]) else {
        throw ValidationError(
          "'\(part)' names no column: expected NAME=COLUMN, NAME one of "
            + FileShape.meanings.joined(separator: " "))
      }
      guard !list.contains(where: { $0.meaning == sides[0] }) else {
        throw ValidationError("'\(sides[0])' is given twice")
      }
      list.append(FileShape.ColumnChoice(meaning: sides[0], column: sides[1]))
    }
    return list
  }

  @Sendable static func timeFormat(_ text: String) throws -> TimeFormat {
    guard let format = TimeFormat(text) else {
      throw ValidationError(
        "'\(text)' is no form of times: expected year, month and day, as %d.%m.%Y %H:%M, or one of "
          + TimeFormat.words)
    }
    return format
  }

  @Sendable static func encoding(_ text: String) throws -> TextEncoding {
    try word(text, "encoding")
  }

  @Sendable static func order(_ text: String) throws -> RowOrder { try word(text, "order") }

  @Sendable static func preset(_ text: String) throws -> FilePreset { try word(text, "format") }

  private static func word<Word: RawRepresentable & CaseIterable>(
    _ text: String, _ name: String
  ) throws -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: text.lowercased()) else {
      throw ValidationError(
        "'\(text)' is no \(name): expected one of "
          + Word.allCases.map(\.rawValue).joined(separator: " "))
    }
    return word
  }
}
